using Impasto.Studio.Storage;

namespace Impasto.Studio.Painting;

/// <summary>The files of a result.</summary>
/// <param name="Formats">The formats that were stored: one, or none.</param>
/// <param name="Bytes">Bytes of the files.</param>
/// <param name="Notes">Which formats it can't be had in and why, a sentence each.</param>
internal sealed record StoredResult(IReadOnlyList<ResultFormat> Formats, long Bytes, IReadOnlyList<string> Notes)
{
    /// <summary>No result.</summary>
    public static StoredResult None { get; } = new([], 0, []);
}
