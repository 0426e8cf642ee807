using System.Collections.Concurrent;
using System.Data.Common;
using Impasto.Studio.Budgets;
using Impasto.Studio.Painting;
using Impasto.Studio.Runs;
using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Queue;

/// <summary>Does runs whose turn has come, from the claim to the stored result.</summary>
internal sealed partial class RunExecution(
    StudioStore store, RunPainter painter, ClipPainter clips, RunEnding ending, ILogger<RunExecution> logger)
{
    private static readonly TimeSpan EndPeriod = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<RunPart, bool> _parts = new();
    private volatile bool _isEnding;

    /// <summary>
    /// The name under which this process claims runs, for people: its machine and its process number.
    /// </summary>
    public static string Worker { get; } = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>Whether this process works on a run just now.</summary>
    public bool IsPainting => !_parts.IsEmpty;

    /// <summary>Ends every run after its step, so that it waits again; later ones end after their first step.</summary>
    public async Task EndAsync()
    {
        _isEnding = true;
        foreach (RunPart part in _parts.Keys)
            part.Interrupt();
        ending.GiveUp();
        while (!_parts.IsEmpty)
            await Task.Delay(EndPeriod);
    }

    /// <summary>Shows that this process works on its runs, and ends those that it has lost.</summary>
    /// <exception cref="DbException">The store does not answer.</exception>
    public async Task BeatAsync()
    {
        foreach (RunPart part in _parts.Keys)
        {
            if (await store.Claims.BeatAsync(part.Run))
                continue;
            part.Obey(null);
            await store.Claims.ReturnAsync(part.Run);
        }
    }

    /// <summary>Claims the run that has waited longest, and does it.</summary>
    /// <returns>False if no run waits.</returns>
    /// <exception cref="DbException">The store does not answer.</exception>
    public async Task<bool> ExecuteNextAsync()
    {
        if (await store.Claims.ClaimAsync(Worker) is not { } run)
            return false;
        store.Reserve?.Restore();
        using var part = new RunPart(run);
        _parts[part] = true;
        if (_isEnding)
            part.Interrupt();
        try
        {
            await ending.FinishAsync(part, await PaintAsync(part));
        }
        catch (Exception failure)
        {
            await ending.FailAsync(part, failure);
        }
        finally
        {
            _parts.TryRemove(part, out _);
        }

        LargeHeap.GiveBack();
        return true;
    }

    private async Task<PaintedRun> PaintAsync(RunPart part)
    {
        StudioRun run = part.Run;
        if (run.Recipe.Clip is not null)
            return await clips.PaintAsync(part);
        if (await FindCheckpointAsync(run.Id) is { } from)
            part.Resume(from, await store.Runs.CurveAsync(run.Id));
        LogBegin(logger, run.Id, run.Attempt, part.From?.Step ?? 0);
        return await painter.PaintAsync(part, store.Checkpoints.PathOf(run.Id));
    }

    private async Task<StylizeCheckpoint?> FindCheckpointAsync(Guid id)
    {
        try
        {
            return await store.Checkpoints.FetchAsync(id) ? StylizeCheckpoint.Open(store.Checkpoints.PathOf(id)) : null;
        }
        catch (ImpastoException damaged)
        {
            LogRestart(logger, id, damaged.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Information, "Run {Run}: attempt {Attempt} begins at step {Step}")]
    private static partial void LogBegin(ILogger logger, Guid run, int attempt, int step);

    [LoggerMessage(LogLevel.Warning, "Run {Run}: it starts from the beginning: {Reason}")]
    private static partial void LogRestart(ILogger logger, Guid run, string reason);
}
