using System.Collections.Concurrent;
using Impasto.Studio.Painting;
using Impasto.Studio.Runs;
using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Queue;

/// <summary>Does runs whose turn has come, from the claim to the stored result.</summary>
internal sealed partial class RunExecution(
    StudioStore store, RunPainter painter, RunEnding ending, ILogger<RunExecution> logger)
{
    private static readonly TimeSpan EndPeriod = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<Guid, RunPart> _parts = new();
    private volatile bool _isEnding;

    /// <summary>
    /// The name under which this process claims runs, for people: its machine and its process number.
    /// </summary>
    public static string Worker { get; } = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>Ends every run after its step, so that it waits again; later ones end after their first step.</summary>
    public async Task EndAsync()
    {
        _isEnding = true;
        foreach (RunPart part in _parts.Values)
            part.Interrupt();
        while (!_parts.IsEmpty)
            await Task.Delay(EndPeriod);
    }

    /// <summary>Does a run, if there is still anything to do.</summary>
    /// <param name="id">The run.</param>
    /// <param name="recovering">True if the worker that had it is dead.</param>
    public async Task ExecuteAsync(Guid id, bool recovering)
    {
        if (await store.Runs.ClaimAsync(id, Worker, recovering) is not { } run)
            return;
        using RunPart part = await BeginAsync(run);
        LogBegin(logger, id, run.Attempt, part.From?.Step ?? 0, recovering);
        _parts[id] = part;
        if (_isEnding)
            part.Interrupt();
        try
        {
            await ending.FinishAsync(part, await painter.PaintAsync(part, store.Checkpoints.PathOf(id)));
        }
        catch (Exception failure)
        {
            await ending.FailAsync(part, failure);
        }
        finally
        {
            _parts.TryRemove(id, out _);
        }
    }

    private async Task<RunPart> BeginAsync(StudioRun run)
    {
        if (await FindCheckpointAsync(run.Id) is not { } from)
            return new RunPart(run);
        RunCurve curve = await store.Runs.CurveAsync(run.Id);
        return new RunPart(run)
        {
            From = from,
            Before = curve with { Points = [.. curve.Points.Where(point => point[0] <= from.Step)] },
        };
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

    [LoggerMessage(
        LogLevel.Information, "Run {Run}: attempt {Attempt} begins at step {Step} (taken over: {Recovering})")]
    private static partial void LogBegin(ILogger logger, Guid run, int attempt, int step, bool recovering);

    [LoggerMessage(LogLevel.Warning, "Run {Run}: it starts from the beginning: {Reason}")]
    private static partial void LogRestart(ILogger logger, Guid run, string reason);
}
