using System.Runtime.ExceptionServices;
using Impasto.Imaging;
using Impasto.Jobs;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Painting;

/// <summary>Stores the finished picture of a run in every format that can hold it.</summary>
internal sealed partial class RunTarget(
    StudioRun run, IBlobStore blobs, StoreRetry retry, RunFailure policy, ILogger<RunTarget> logger) : IPictureTarget
{
    /// <summary>What was stored.</summary>
    public StoredResult Stored { get; private set; } = StoredResult.None;

    /// <summary>Does nothing: the limits were checked when the run was created, and PNG holds every size.</summary>
    public void Check(RunRecord record, PictureSize? size)
    {
    }

    /// <summary>
    /// Stores a picture. A failure costs only the format that it happened to, unless the disk is full: the same run can
    /// store all formats once there is room.
    /// </summary>
    /// <exception cref="Exception">The disk is full, or no format could be stored: the first failure.</exception>
    public async Task WriteAsync(Picture picture, RunRecord record)
    {
        List<ResultFormat> formats = [];
        List<string> notes = [];
        List<Exception> failures = [];
        long bytes = 0;
        foreach (ResultFormat format in ResultFormat.All)
        {
            try
            {
                byte[] file = PictureFiles.Encode(picture, format.Format, record);
                await retry.UntilStoredAsync(() => blobs.WriteAsync(run.Id, BlobName.Result(format), file));
                formats.Add(format);
                bytes += file.Length;
            }
            catch (Exception failure) when (!StoreTrouble.IsDiskFull(failure))
            {
                failures.Add(failure);
                LogFormat(logger, failure, run.Id, format.Name);
                notes.Add($"There is no {format.Name} file: {policy.Explain(failure)}");
            }
        }

        if (formats.Count == 0)
            ExceptionDispatchInfo.Throw(failures[0]);
        Stored = new StoredResult(formats, bytes, notes);
    }

    [LoggerMessage(LogLevel.Warning, "Run {Run}: the result could not be stored as {Format}")]
    private static partial void LogFormat(ILogger logger, Exception failure, Guid run, string format);
}
