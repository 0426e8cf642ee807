using System.Runtime.ExceptionServices;
using Impasto.Studio.Painting;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Queue;

/// <summary>Stores finished pictures, each in every format that can hold it.</summary>
internal sealed partial class RunResults(
    IBlobStore blobs, RunDescription description, ILogger<RunResults> logger)
{
    /// <summary>Stores a picture. A failure costs only the format or the record that it happened to.</summary>
    /// <exception cref="Exception">No format could be stored: the first failure.</exception>
    public async Task<StoredResult> StoreAsync(StudioRun run, PaintedRun painted)
    {
        List<ResultFormat> formats = [];
        List<string> notes = [];
        List<Exception> failures = [];
        long bytes = 0;
        string? record = Describe(run, painted, notes);
        foreach (ResultFormat format in ResultFormat.All)
        {
            try
            {
                byte[] file = PictureFiles.Encode(painted.Result.Picture, format.Format, record);
                await blobs.WriteAsync(run.Id, BlobName.Result(format), file);
                formats.Add(format);
                bytes += file.Length;
            }
            catch (Exception failure)
            {
                failures.Add(failure);
                LogFormat(logger, failure, run.Id, format.Name);
                notes.Add($"There is no {format.Name} file: {RunFailure.Explain(failure)}");
            }
        }

        if (formats.Count == 0)
            ExceptionDispatchInfo.Throw(failures[0]);
        return new StoredResult(formats, bytes, notes);
    }

    // The picture is finished: whatever goes wrong with its description must not cost it.
    private string? Describe(StudioRun run, PaintedRun painted, List<string> notes)
    {
        try
        {
            return description.Of(run, painted);
        }
        catch (Exception failure)
        {
            LogDescription(logger, failure, run.Id);
            notes.Add($"The result does not contain the record that replay needs: {failure.Message.TrimEnd('.')}.");
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Run {Run}: the result could not be stored as {Format}")]
    private static partial void LogFormat(ILogger logger, Exception failure, Guid run, string format);

    [LoggerMessage(LogLevel.Warning, "Run {Run}: the run could not be described")]
    private static partial void LogDescription(ILogger logger, Exception failure, Guid run);
}
