using System.Collections.Concurrent;
using Impasto.Jobs;

namespace Impasto.Cli.Queue;

/// <summary>Hashes of pictures. Each file is read once, even if many pictures of a call depend on it.</summary>
internal sealed class FileHashes
{
    private readonly ConcurrentDictionary<string, string?> _hashes = new(StringComparer.Ordinal);

    /// <summary>Adds the hashes of its files to a run; the address identifies a picture from the web.</summary>
    public RunRecord Complete(RunRecord record) =>
        record.WithPictures(picture => picture with { Sha256 = _hashes.GetOrAdd(picture.Name, JobPictures.HashOf) });
}
