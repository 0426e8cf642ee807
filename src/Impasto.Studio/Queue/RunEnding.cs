using Impasto.Studio.Painting;
using Impasto.Studio.Runs;
using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Queue;

/// <summary>Ends a worker's attempt in the store: the status, the result, and what is no longer needed.</summary>
internal sealed partial class RunEnding(
    StudioStore store, RunQueue queue, StudioMetrics metrics, ILogger<RunEnding> logger)
{
    /// <summary>Ends an attempt that painted a picture.</summary>
    public async Task FinishAsync(RunPart part, PaintedRun painted)
    {
        if (painted.Painting.Failure is { } failure)
        {
            await FailAsync(part, failure);
            return;
        }

        StylizeResult result = painted.Painting.Result;
        StoredResult stored = painted.Stored;
        RunStatus status = painted.Status;
        bool isOurs = await EndAsync(part.Run, new RunOutcome
        {
            Status = status,
            Notes = string.Join(
                '\n',
                [.. part.Run.Recipe.WithoutEffect(), .. result.Notes, .. Divergence(result), .. stored.Notes]),
            Engine = result.Engine,
            Formats = stored.Formats,
            Bytes = InputBytes(part.Run) + stored.Bytes,
        });
        if (!isOurs)
            return;
        metrics.Ended(status, result.Seconds);
        LogEnd(logger, part.Run.Id, part.Run.Attempt, status, result.Losses.Count, result.Seconds);
        if (status == RunStatus.Queued)
            await queue.AddAsync(part.Run.Id);
        else if (status != RunStatus.Paused)
            await store.Checkpoints.RemoveAsync(part.Run.Id);
    }

    /// <summary>Ends an attempt that failed.</summary>
    public async Task FailAsync(RunPart part, Exception failure)
    {
        if (!RunFailure.IsExplained(failure))
            LogFailure(logger, failure, part.Run.Id);
        string sentence = RunFailure.Explain(failure);
        bool isOurs = await EndAsync(
            part.Run, new RunOutcome { Status = RunStatus.Failed, Error = sentence, Bytes = part.Run.Bytes });
        if (!isOurs)
            return;
        metrics.Ended(RunStatus.Failed, 0);
        await store.Checkpoints.RemoveAsync(part.Run.Id);
        LogRefusal(logger, part.Run.Id, sentence);
    }

    // A run that was paused has counted its picture before, and this one replaces it.
    private static long InputBytes(StudioRun run) => run.Recipe.InputBytes > 0 ? run.Recipe.InputBytes : run.Bytes;

    private static string[] Divergence(StylizeResult result) => result.Outcome == StylizeOutcome.Diverged
        ? [$"The run diverged after step {result.Losses.Count}: the last good picture was kept."]
        : [];

    private async Task<bool> EndAsync(StudioRun run, RunOutcome outcome)
    {
        if (await store.Runs.FinishAsync(run, outcome))
            return true;
        LogLost(logger, run.Id, run.Attempt);
        // Another worker has the run, or it was deleted: then the files written since go as well.
        if (await store.Runs.FindAsync(run.Id) is null)
        {
            await store.Checkpoints.RemoveAsync(run.Id);
            await store.Blobs.DeleteAsync(run.Id);
        }

        return false;
    }

    [LoggerMessage(
        LogLevel.Information, "Run {Run}: attempt {Attempt} ends {Status} after {Steps} steps in {Seconds:0.0} s")]
    private static partial void LogEnd(
        ILogger logger, Guid run, int attempt, RunStatus status, int steps, double seconds);

    [LoggerMessage(LogLevel.Warning, "Run {Run}: {Reason}")]
    private static partial void LogRefusal(ILogger logger, Guid run, string reason);

    [LoggerMessage(
        LogLevel.Warning, "Run {Run}: attempt {Attempt} is no longer this worker's; what it made is dropped")]
    private static partial void LogLost(ILogger logger, Guid run, int attempt);

    [LoggerMessage(LogLevel.Error, "Run {Run} failed")]
    private static partial void LogFailure(ILogger logger, Exception failure, Guid run);
}
