using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Painting;

/// <summary>Stores how far runs are: the newest frame, the progress and the checkpoint.</summary>
internal sealed partial class ProgressStore(StudioStore store, ILogger<ProgressStore> logger)
{
    private const int LongestFrame = 1024;

    /// <summary>Stores a snapshot of a run.</summary>
    /// <returns>
    /// What a user wants of the run; null if it is no longer this worker's; nothing if the store did not answer. In
    /// that case the run goes on: the next report may get through, and a worker without a store for long loses the run.
    /// </returns>
    public async Task<RunWish?> StoreAsync(StudioRun run, ProgressSnapshot snapshot)
    {
        try
        {
            if (snapshot.Picture is { } picture)
                await store.Blobs.WriteAsync(run.Id, BlobName.Frame, PictureFiles.View(picture, LongestFrame));
            RunProgress? progress = snapshot.Progress ?? run.Progress;
            RunWish? wish = await store.Claims.ReportAsync(run, progress, snapshot.Curve, snapshot.Frame);
            await store.Checkpoints.KeepAsync(run.Id, run.Attempt);
            return wish;
        }
        catch (Exception failure) when (RunFailure.IsOfStorage(failure))
        {
            LogTrouble(logger, run.Id, failure.Message);
            return RunWish.None;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Run {Run}: progress could not be stored: {Reason}")]
    private static partial void LogTrouble(ILogger logger, Guid run, string reason);
}
