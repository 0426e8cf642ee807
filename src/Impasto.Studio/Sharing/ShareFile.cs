using System.IO.Compression;
using Impasto.Studio.Answers;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;

namespace Impasto.Studio.Sharing;

/// <summary>Writes a run as one file: recipe, photograph, paintings, masks and the result if there is one.</summary>
internal sealed class ShareFile(IBlobStore blobs, StudioSettings settings)
{
    /// <summary>The ending of its name.</summary>
    public const string Ending = ".impasto";

    /// <summary>Its media type: it is a ZIP.</summary>
    public const string Type = "application/zip";

    /// <summary>Finds the files of a run: afterwards nothing is missing, unless the run is deleted meanwhile.</summary>
    /// <exception cref="StudioProblem">A picture is no longer there.</exception>
    public async Task<IReadOnlyList<(string Entry, BlobName Blob)>> FindAsync(StudioRun run)
    {
        RunRecipe recipe = run.Recipe;
        List<(string Entry, BlobName Blob)> files =
        [
            (ShareEntries.WithEnding(ShareEntries.Content, recipe.Content), BlobName.Content),
            .. recipe.Styles.Select((style, i) => (
                ShareEntries.WithEnding(ShareEntries.Painting(i), style.Name), BlobName.Style(i))),
            .. recipe.Regions.Select((region, i) => (
                ShareEntries.WithEnding(ShareEntries.Mask(i), region.Name), BlobName.Region(i))),
        ];
        long bytes = 0;
        foreach ((string _, BlobName blob) in files)
        {
            bytes += await SizeAsync(run.Id, blob)
                ?? throw StudioProblem.Conflict("The run's pictures are no longer there.");
        }

        if (!run.HasResult || run.Stored is not [var best, ..])
            return files;
        // Another studio with the same limits can open the file.
        long? result = await SizeAsync(run.Id, BlobName.Result(best));
        if (result is { } more && bytes + more < settings.Limits.MaxUploadBytes)
            files.Add(($"{ShareEntries.Result}.{best.Name}", BlobName.Result(best)));
        return files;
    }

    /// <summary>Writes the file.</summary>
    /// <param name="run">The run.</param>
    /// <param name="files">Its files.</param>
    /// <param name="target">Where to.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public async Task WriteAsync(
        StudioRun run,
        IReadOnlyList<(string Entry, BlobName Blob)> files,
        Stream target,
        CancellationToken cancellation)
    {
        await using ZipArchive zip = await ZipArchive.CreateAsync(
            target, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellation);
        await using (Stream recipe = await OpenAsync(ShareEntries.Recipe))
            await recipe.WriteAsync(ShareForm.Of(run.Recipe).ToJson(), cancellation);
        foreach ((string entry, BlobName blob) in files)
        {
            if (await blobs.OpenAsync(run.Id, blob) is not { } file)
                continue;
            await using (file)
            {
                await using Stream stream = await OpenAsync(entry);
                await file.CopyToAsync(stream, cancellation);
            }
        }

        // Pictures are compressed already.
        Task<Stream> OpenAsync(string entry) =>
            zip.CreateEntry(entry, CompressionLevel.NoCompression).OpenAsync(cancellation);
    }

    private async Task<long?> SizeAsync(Guid run, BlobName blob)
    {
        if (await blobs.OpenAsync(run, blob) is not { } file)
            return null;
        await using (file)
            return file.Length;
    }
}
