using Impasto.Studio.Runs;

namespace Impasto.Studio.Painting;

/// <summary>A worker's attempt at a run, and the signal that ends it after a step.</summary>
internal sealed class RunPart(StudioRun run) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private bool _isDisposed;

    public StudioRun Run => run;

    /// <summary>The checkpoint to resume from; null to start from the beginning.</summary>
    public StylizeCheckpoint? From { get; private set; }

    /// <summary>Losses of the steps before <see cref="From"/>.</summary>
    public RunCurve Before { get; private set; } = RunCurve.Empty;

    /// <summary>Cancelled to end the run after its step.</summary>
    public CancellationToken Cancellation => _end.Token;

    /// <summary>What a user wants of the run.</summary>
    public RunWish Wish { get; private set; }

    /// <summary>True if another worker has the run now, or it was deleted.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Lets the attempt begin at a checkpoint.</summary>
    /// <param name="from">The checkpoint.</param>
    /// <param name="curve">The losses of all attempts before.</param>
    public void Resume(StylizeCheckpoint from, RunCurve curve)
    {
        From = from;
        Before = curve with { Points = [.. curve.Points.Where(point => point[0] <= from.Step)] };
    }

    /// <summary>The status that the run gets when the attempt ends.</summary>
    public RunStatus StatusAfter(StylizeOutcome outcome) => (outcome, Wish) switch
    {
        (StylizeOutcome.Completed, _) => RunStatus.Done,
        (StylizeOutcome.Diverged, _) or (_, RunWish.Stop) => RunStatus.Stopped,
        (_, RunWish.Cancel) => RunStatus.Cancelled,
        (_, RunWish.Pause) => RunStatus.Paused,
        _ => RunStatus.Queued,
    };

    /// <summary>
    /// Obeys the store's answer to a report: a wish ends the run, and so does null, which means that it is lost.
    /// </summary>
    public void Obey(RunWish? wish)
    {
        if (wish is RunWish.None)
            return;
        (IsLost, Wish) = (wish is null, wish ?? RunWish.None);
        Interrupt();
    }

    /// <summary>
    /// Ends the run after its step, to be resumed later. Does nothing if the attempt is already over.
    /// </summary>
    public void Interrupt()
    {
        lock (_gate)
        {
            // A shutdown interrupts all attempts, and this one may end by itself at that very moment.
            if (!_isDisposed)
                _end.Cancel();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _end.Dispose();
        }
    }
}
