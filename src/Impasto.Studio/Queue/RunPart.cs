using Impasto.Studio.Runs;
using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Queue;

/// <summary>A worker's part in a run: what it needs for it, and what it hears meanwhile.</summary>
internal sealed partial class RunPart(StudioRun run, StudioStore store, PictureFiles files, StudioMetrics metrics, TimeProvider clock, ILogger logger)
    : IDisposable
{
    private readonly CancellationTokenSource _end = new();

    public StudioRun Run => run;

    public RunStore Runs => store.Runs;

    public IBlobStore Blobs => store.Blobs;

    public ICheckpointStore Checkpoints => store.Checkpoints;

    public PictureFiles Files => files;

    public StudioMetrics Metrics => metrics;

    public TimeProvider Clock => clock;

    /// <summary>The state to go on from; null where it begins.</summary>
    public StylizeCheckpoint? From { get; init; }

    /// <summary>Losses of the steps before that.</summary>
    public IReadOnlyList<double[]> Before { get; init; } = [];

    /// <summary>Ends the run after its step.</summary>
    public CancellationToken Cancellation => _end.Token;

    /// <summary>What somebody wanted of it.</summary>
    public RunWish Wish { get; private set; }

    /// <summary>Whether another worker has the run now, or it was deleted.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Takes in what the store said to a report.</summary>
    public void Hear(RunWish? wish)
    {
        if (wish is null or not RunWish.None)
        {
            (IsLost, Wish) = (wish is null, wish ?? RunWish.None);
            _end.Cancel();
        }
    }

    /// <summary>Ends the run after its step, to go on another time.</summary>
    public void Interrupt() => _end.Cancel();

    /// <summary>Says that a report did not get through.</summary>
    public void Trouble(Exception failure) => LogTrouble(logger, run.Id, failure.Message);

    public void Dispose() => _end.Dispose();

    [LoggerMessage(LogLevel.Warning, "Run {Run}: progress could not be stored: {Reason}")]
    private static partial void LogTrouble(ILogger logger, Guid run, string reason);
}
