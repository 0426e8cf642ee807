using System.Collections.Concurrent;
using Impasto.Jobs;

namespace Impasto.Cli.Queue;

/// <summary>Hashes of pictures. Each file is read once, even if many pictures of a call depend on it.</summary>
internal sealed class FileHashes
{
    private readonly ConcurrentDictionary<string, string?> _hashes = new(StringComparer.Ordinal);

    /// <summary>The hash of a file; null if it can't be read.</summary>
    public string? Of(string path) => _hashes.GetOrAdd(path, JobPictures.HashOf);

    /// <summary>Adds the hashes of its files to a run; the address identifies a picture from the web.</summary>
    public RunRecord Complete(RunRecord record) =>
        record.WithPictures(picture => picture with { Sha256 = Of(picture.Name) });
}
