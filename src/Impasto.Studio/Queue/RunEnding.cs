using Impasto.Studio.Painting;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Queue;

/// <summary>Ends a worker's attempt in the store: the status, the result, and what is no longer needed.</summary>
internal sealed partial class RunEnding(
    StudioStore store,
    RunQueue queue,
    StoreRetry retry,
    RunFailure failures,
    StudioMetrics metrics,
    ILogger<RunEnding> logger)
{
    /// <summary>Ends an attempt that painted a picture.</summary>
    public async Task FinishAsync(RunPart part, PaintedRun painted)
    {
        if (painted.Failure is { } failure)
        {
            await FailAsync(part, failure);
            return;
        }

        StoredResult stored = painted.Stored;
        RunStatus status = painted.Status;
        bool isOurs = await EndAsync(part.Run, new RunOutcome
        {
            Status = status,
            Notes = string.Join(
                '\n',
                [.. part.Run.Recipe.WithoutEffect(), .. painted.Notes, .. stored.Notes]),
            Engine = painted.Engine,
            Work = painted.Work,
            Seconds = painted.Seconds,
            Formats = stored.Formats.Count > 0 ? stored.Formats : null,
            Bytes = stored.Formats.Count > 0 ? InputBytes(part.Run) + stored.Bytes : part.Run.Bytes,
        });
        if (!isOurs)
            return;
        metrics.Ended(status, painted.Seconds);
        LogEnd(logger, part.Run.Id, part.Run.Attempt, status, painted.Steps, painted.Seconds);
        if (status == RunStatus.Queued)
            queue.Wake();
    }

    /// <summary>Ends an attempt that something went wrong with: the run fails, waits again, or is paused.</summary>
    public async Task FailAsync(RunPart part, Exception failure)
    {
        (RunStatus status, string sentence) = failures.Judge(failure);
        if (status == RunStatus.Failed && !RunFailure.IsExplained(failure))
            LogFailure(logger, failure, part.Run.Id);
        try
        {
            bool isOurs = await EndAsync(
                part.Run, new RunOutcome { Status = status, Error = sentence, Bytes = part.Run.Bytes });
            if (!isOurs)
                return;
            metrics.Ended(status, 0);
            LogRefusal(logger, part.Run.Id, RunWords.Of(status), sentence);
            // It is the next one again, and the store may refuse the same once more.
            if (status == RunStatus.Queued)
                await retry.PauseAsync();
        }
        catch (Exception trouble) when (RunFailure.IsOfStorage(trouble))
        {
            // Nobody shows a sign of life for the run from now on. So it waits again once the store is back.
            LogUnended(logger, part.Run.Id, part.Run.Attempt, trouble.Message);
        }
    }

    /// <summary>Lets the ends that the store has not got be tried once more, and no longer.</summary>
    public void GiveUp() => retry.GiveUp();

    // A run that was paused has counted its picture before, and this one replaces it.
    private static long InputBytes(StudioRun run) => run.Recipe.InputBytes > 0 ? run.Recipe.InputBytes : run.Bytes;

    private Task<bool> EndAsync(StudioRun run, RunOutcome outcome) =>
        retry.UntilStoredAsync(() => TryEndAsync(run, outcome), waitsForRoom: true);

    private async Task<bool> TryEndAsync(StudioRun run, RunOutcome outcome)
    {
        bool continues = outcome.Status is RunStatus.Queued or RunStatus.Paused;
        if (continues)
            await KeepAsync(run);
        if (await store.Claims.FinishAsync(run, outcome))
        {
            if (!continues)
                await store.Checkpoints.RemoveAsync(run.Id);
            return true;
        }

        LogLost(logger, run.Id, run.Attempt);
        await store.Claims.ReturnAsync(run);
        await ClearAsync(run.Id);
        return false;
    }

    private async Task KeepAsync(StudioRun run)
    {
        try
        {
            await store.Checkpoints.KeepAsync(run.Id, run.Attempt);
        }
        catch (Exception full) when (StoreTrouble.IsDiskFull(full))
        {
            // The checkpoint before this one stays.
            LogKept(logger, run.Id, full.Message);
        }
    }

    // Another worker had the run, or it was deleted: what was written since and nobody needs goes as well.
    private async Task ClearAsync(Guid id)
    {
        StudioRun? now = await store.Runs.FindAsync(id);
        if (now is null || now.HasResult)
            await store.Checkpoints.RemoveAsync(id);
        if (now is null)
            await store.Blobs.DeleteAsync(id);
    }

    [LoggerMessage(
        LogLevel.Information, "Run {Run}: attempt {Attempt} ends {Status} after {Steps} steps in {Seconds:0.0} s")]
    private static partial void LogEnd(
        ILogger logger, Guid run, int attempt, RunStatus status, int steps, double seconds);

    [LoggerMessage(LogLevel.Warning, "Run {Run} is {Status}: {Reason}")]
    private static partial void LogRefusal(ILogger logger, Guid run, string status, string reason);

    [LoggerMessage(
        LogLevel.Warning, "Run {Run}: attempt {Attempt} is no longer this worker's; what it made is dropped")]
    private static partial void LogLost(ILogger logger, Guid run, int attempt);

    [LoggerMessage(LogLevel.Warning, "Run {Run}: the end of attempt {Attempt} could not be stored: {Reason}")]
    private static partial void LogUnended(ILogger logger, Guid run, int attempt, string reason);

    [LoggerMessage(LogLevel.Warning, "Run {Run}: its latest checkpoint could not be stored: {Reason}")]
    private static partial void LogKept(ILogger logger, Guid run, string reason);

    [LoggerMessage(LogLevel.Error, "Run {Run} failed")]
    private static partial void LogFailure(ILogger logger, Exception failure, Guid run);
}
