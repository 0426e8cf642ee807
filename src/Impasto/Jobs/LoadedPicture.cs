using Impasto.Imaging;

namespace Impasto.Jobs;

/// <summary>A picture of a job, read.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Sha256">SHA-256 of its file in hexadecimal; null if unknown.</param>
public sealed record LoadedPicture(Picture Picture, string? Sha256 = null)
{
    /// <summary>
    /// The file's bytes if it can't be read again, such as standard input: checkpoints keep them. Default: null.
    /// </summary>
    public byte[]? Bytes { get; init; }
}
