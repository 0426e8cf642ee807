using System.Runtime.ExceptionServices;
using Impasto.Imaging;
using Impasto.Jobs;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Painting;

/// <summary>Stores the finished picture of a run once, without loss, and small for the gallery.</summary>
/// <remarks>The formats that people download are made from it when they are asked for.</remarks>
internal sealed partial class RunTarget(
    StudioRun run, IBlobStore blobs, StoreRetry retry, RunFailure policy, ILogger<RunTarget> logger) : IPictureTarget
{
    /// <summary>What was stored.</summary>
    public StoredResult Stored { get; private set; } = StoredResult.None;

    /// <summary>Does nothing: the limits were checked when the run was created, and TIFF holds every size.</summary>
    public void Check(RunRecord record, PictureSize? size)
    {
    }

    /// <summary>
    /// Stores a picture in the best format. If that fails, the next one is tried, unless the disk is full: the same run
    /// can store the best one once there is room.
    /// </summary>
    /// <exception cref="Exception">The disk is full, or no format could be stored: the first failure.</exception>
    public async Task WriteAsync(Picture picture, RunRecord record)
    {
        List<string> notes = [.. TooLarge(picture.Size)];
        List<Exception> failures = [];
        foreach (ResultFormat format in ResultFormat.Masters)
        {
            try
            {
                long bytes = await StoreAsync(
                    BlobName.Result(format), PictureFiles.Encode(picture, format.Format, record));
                Stored = new StoredResult([format], bytes + await StoreSmallAsync(picture), notes);
                return;
            }
            catch (Exception failure) when (!StoreTrouble.IsDiskFull(failure))
            {
                failures.Add(failure);
                LogFormat(logger, failure, run.Id, format.Name);
                notes.Add($"There is no {format.Name} file: {policy.Explain(failure)}");
            }
        }

        ExceptionDispatchInfo.Throw(failures[0]);
    }

    // Without it, one is made from the result for every request.
    private async Task<long> StoreSmallAsync(Picture picture)
    {
        try
        {
            return await StoreAsync(BlobName.Thumbnail, PictureFiles.Thumbnail(picture));
        }
        catch (Exception failure)
        {
            LogFormat(logger, failure, run.Id, BlobName.Thumbnail.Text);
            return 0;
        }
    }

    private async Task<long> StoreAsync(BlobName name, byte[] file)
    {
        await retry.UntilStoredAsync(() => blobs.WriteAsync(run.Id, name, file));
        return file.Length;
    }

    private static IEnumerable<string> TooLarge(PictureSize size) => ResultFormat.All
        .Where(format => !format.Format.Fits(size))
        .Select(format =>
            $"There is no {format.Name} file: {format.Format} is limited to {format.Format.MaxSide} pixels a side, the "
            + $"picture has {size}.");

    [LoggerMessage(LogLevel.Warning, "Run {Run}: the result could not be stored as {Format}")]
    private static partial void LogFormat(ILogger logger, Exception failure, Guid run, string format);
}
