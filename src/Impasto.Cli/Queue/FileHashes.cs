using System.Collections.Concurrent;
using Impasto.Jobs;

namespace Impasto.Cli.Queue;

/// <summary>Hashes of pictures: each file is read once, however many pictures of a call depend on it.</summary>
internal sealed class FileHashes
{
    private readonly ConcurrentDictionary<string, string?> _hashes = new(StringComparer.Ordinal);

    /// <summary>The run with the hashes of its files; a picture from the web is known by its address.</summary>
    public RunRecord Complete(RunRecord record) =>
        record.WithPictures(picture => picture with { Sha256 = _hashes.GetOrAdd(picture.Name, JobPictures.HashOf) });
}
