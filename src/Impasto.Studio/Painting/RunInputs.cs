using System.Security.Cryptography;
using Impasto.Jobs;
using Impasto.Records;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;

namespace Impasto.Studio.Painting;

/// <summary>The record of a run, and the files of its pictures, which may have the same name.</summary>
internal sealed class RunInputs
{
    private readonly PictureFiles _files;
    private readonly Dictionary<RecordedPicture, byte[]> _bytes;

    private RunInputs(RunRecord record, PictureFiles files, Dictionary<RecordedPicture, byte[]> bytes)
    {
        Record = record;
        _files = files;
        _bytes = bytes;
    }

    public RunRecord Record { get; }

    /// <summary>Fetches the files of a run.</summary>
    /// <exception cref="ImpastoException">A file is missing, or an option is unknown.</exception>
    public static async Task<RunInputs> FetchAsync(StudioRun run, IBlobStore blobs, PictureFiles files, string network)
    {
        List<(BlobName Blob, string Name)> named = [];
        run.Recipe.ToRecord(network, (blob, name) =>
        {
            named.Add((blob, name));
            return new RecordedPicture(name);
        });
        Dictionary<BlobName, RecordedPicture> pictures = [];
        Dictionary<RecordedPicture, byte[]> contents = [];
        foreach ((BlobName blob, string name) in named.Distinct())
        {
            byte[] bytes = await blobs.ReadAsync(run.Id, blob)
                ?? throw new ImpastoException($"The file of '{name}' is missing.");
            var picture = new RecordedPicture(name) { Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
            pictures[blob] = picture;
            contents[picture] = bytes;
        }

        return new RunInputs(run.Recipe.ToRecord(network, (blob, _) => pictures[blob]), files, contents);
    }

    /// <summary>Gives the file of the photograph, and forgets it.</summary>
    public byte[] TakeContent()
    {
        _bytes.Remove(Record.Content!, out byte[]? bytes);
        return bytes!;
    }

    /// <summary>Decodes the paintings of the whole picture.</summary>
    /// <exception cref="ImpastoException">One is damaged.</exception>
    public IReadOnlyList<WeightedStyle> ReadStyles() => [.. Record.Styles.Select(style => new WeightedStyle(
        _files.Decode(_bytes[style.Picture], style.Picture, Record), style.Weight))];

    /// <summary>Decodes a picture, and forgets its file.</summary>
    /// <exception cref="ImpastoException">It is damaged.</exception>
    public Task<LoadedPicture> ReadAsync(RecordedPicture picture, CancellationToken cancellation)
    {
        _bytes.Remove(picture, out byte[]? bytes);
        return Task.FromResult(new LoadedPicture(_files.Decode(bytes!, picture, Record), picture.Sha256));
    }
}
