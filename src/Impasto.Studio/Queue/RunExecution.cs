using System.Collections.Concurrent;
using Impasto.Networks.Weights;
using Impasto.Studio.Runs;
using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Queue;

/// <summary>Does runs whose turn has come, from the claim to the stored result.</summary>
internal sealed partial class RunExecution(
    StudioStore store, RunQueue queue, StylizerPool stylizers, PictureFiles files, StudioMetrics metrics, StudioSettings settings, ILogger<RunExecution> logger)
{
    private static readonly TimeSpan EndPeriod = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<Guid, RunPart> _parts = new();
    private volatile bool _isEnding;

    /// <summary>Who takes runs, for people: a machine and a process.</summary>
    public static string Worker { get; } = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>Lets every run end after its step and wait again; none begins any more.</summary>
    public async Task EndAsync()
    {
        _isEnding = true;
        foreach (RunPart part in _parts.Values)
            part.Interrupt();
        while (!_parts.IsEmpty)
            await Task.Delay(EndPeriod);
    }

    /// <summary>Does a run, if there still is anything to do.</summary>
    /// <param name="id">The run.</param>
    /// <param name="recovering">Whether the worker that had it is dead.</param>
    public async Task ExecuteAsync(Guid id, bool recovering)
    {
        if (await store.Runs.ClaimAsync(id, Worker, recovering) is not { } run)
            return;
        StylizeCheckpoint? from = await FindCheckpointAsync(id);
        LogBegin(logger, run.Id, run.Attempt, from?.Step ?? 0, recovering);
        using var part = new RunPart(run, store, files, metrics, settings.Clock, logger)
        {
            From = from,
            Before = from is null ? [] : [.. (await store.Runs.CurveAsync(id)).Where(point => point[0] <= from.Step)],
        };
        _parts[id] = part;
        if (_isEnding)
            part.Interrupt();
        try
        {
            await FinishAsync(part, await StylizeAsync(part));
        }
        catch (ImpastoException failure)
        {
            await FailAsync(part, failure.Message);
        }
        catch (Exception failure)
        {
            LogFailure(logger, failure, run.Id);
            await FailAsync(part, $"Something unexpected went wrong: {failure.Reason()}.");
        }
        finally
        {
            _parts.TryRemove(id, out _);
        }
    }

    private async Task<(StylizeResult Result, LoadedNetwork Network)> StylizeAsync(RunPart part)
    {
        StylizeTask inputs = await RunInputs.ReadAsync(part.Run, store.Blobs, files);
        var rented = stylizers.Rent(inputs.Options.Losses.UsedLayers.Max());
        try
        {
            await using var pump = new ProgressPump(part);
            // A thread of its own: the pool's answer requests meanwhile.
            StylizeResult result = await Task.Factory.StartNew(
                () => rented.Stylizer.Run(TaskOf(part, inputs) with { PreviewWhen = pump.WantsFrame }, pump, part.Cancellation),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return (result, rented.Network);
        }
        finally
        {
            stylizers.Return(rented);
        }
    }

    private StylizeTask TaskOf(RunPart part, StylizeTask inputs) => inputs with
    {
        Checkpoint = new CheckpointTarget(store.Checkpoints.PathOf(part.Run.Id)) { Every = settings.CheckpointEvery },
        From = part.From,
        // Its own state is its own; one that it got from another run was made with other options.
        MayDiffer = part.Run.Recipe.Resumes,
    };

    private async Task<StylizeCheckpoint?> FindCheckpointAsync(Guid id)
    {
        try
        {
            return await store.Checkpoints.FetchAsync(id) ? StylizeCheckpoint.Open(store.Checkpoints.PathOf(id)) : null;
        }
        catch (ImpastoException damaged)
        {
            LogRefusal(logger, id, $"it begins anew: {damaged.Message}");
            return null;
        }
    }

    private async Task FinishAsync(RunPart part, (StylizeResult Result, LoadedNetwork Network) made)
    {
        StylizeResult result = made.Result;
        RunState state = (result.Outcome, part.Wish) switch
        {
            (StylizeOutcome.Completed, _) => RunState.Done,
            (StylizeOutcome.Diverged, _) or (_, RunWish.Stop) => RunState.Stopped,
            (_, RunWish.Cancel) => RunState.Cancelled,
            (_, RunWish.Pause) => RunState.Paused,
            _ => RunState.Queued,
        };
        string notes = string.Join('\n', result.Notes);
        if (result.Outcome == StylizeOutcome.Diverged)
            notes += $"\nThe loss was no longer a finite number after step {result.Losses.Count}: the last good picture was kept.";
        long bytes = part.Run.Bytes;
        if (state is RunState.Done or RunState.Stopped or RunState.Paused && !part.IsLost)
            bytes += await StoreAsync(part.Run, result, made.Network.Network.Sha256);
        if (await store.Runs.FinishAsync(part.Run, new RunOutcome(state, notes.Trim(), result.Engine, bytes)))
        {
            metrics.Ended(state, result.Seconds);
            LogEnd(logger, part.Run.Id, part.Run.Attempt, state, result.Losses.Count, result.Seconds);
            if (state == RunState.Queued)
                await queue.AddAsync(part.Run.Id);
            else if (state != RunState.Paused)
                await store.Checkpoints.RemoveAsync(part.Run.Id);
        }
        else
        {
            await ForgetAsync(part.Run);
        }
    }

    private async Task<long> StoreAsync(StudioRun run, StylizeResult result, string sha256)
    {
        string? parameters = settings.Describe?.Invoke(new StudioResult(CommandWords.Of(run, settings.NetworkName), sha256, result.Engine));
        long bytes = 0;
        foreach (string format in new[] { "png", "jpg", "tif" })
        {
            byte[] file = PictureFiles.Encode(result.Picture, format, parameters: parameters);
            await store.Blobs.WriteAsync(run.Id, BlobName.Result(format), file);
            bytes += file.Length;
        }

        return bytes;
    }

    private async Task FailAsync(RunPart part, string sentence)
    {
        if (await store.Runs.FinishAsync(part.Run, new RunOutcome(RunState.Failed, "", "", part.Run.Bytes), sentence))
        {
            metrics.Ended(RunState.Failed, 0);
            await store.Checkpoints.RemoveAsync(part.Run.Id);
            LogRefusal(logger, part.Run.Id, sentence);
        }
        else
        {
            await ForgetAsync(part.Run);
        }
    }

    // Somebody else has the run, or nobody: files of a run that was deleted meanwhile go, too.
    private async Task ForgetAsync(StudioRun run)
    {
        LogLost(logger, run.Id, run.Attempt);
        if (await store.Runs.FindAsync(run.Id) is null)
        {
            await store.Checkpoints.RemoveAsync(run.Id);
            await store.Blobs.DeleteAsync(run.Id);
        }
    }

    [LoggerMessage(LogLevel.Information, "Run {Run}: attempt {Attempt} begins at step {Step} (taken over: {Recovering})")]
    private static partial void LogBegin(ILogger logger, Guid run, int attempt, int step, bool recovering);

    [LoggerMessage(LogLevel.Information, "Run {Run}: attempt {Attempt} ends {State} after {Steps} steps in {Seconds:0.0} s")]
    private static partial void LogEnd(ILogger logger, Guid run, int attempt, RunState state, int steps, double seconds);

    [LoggerMessage(LogLevel.Warning, "Run {Run}: {Reason}")]
    private static partial void LogRefusal(ILogger logger, Guid run, string reason);

    [LoggerMessage(LogLevel.Warning, "Run {Run}: attempt {Attempt} is no longer this worker's; what it made is dropped")]
    private static partial void LogLost(ILogger logger, Guid run, int attempt);

    [LoggerMessage(LogLevel.Error, "Run {Run} failed")]
    private static partial void LogFailure(ILogger logger, Exception failure, Guid run);
}
