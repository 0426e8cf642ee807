using Impasto.Imaging;
using Impasto.Studio.Runs;
using Impasto.Video.Painting;

namespace Impasto.Studio.Painting;

/// <summary>Carries a run's progress to the store beside the run, which never waits for the store.</summary>
/// <remarks>
/// Only making a picture costs the run time. A picture is made when the last frame has been stored, and not more often
/// than would take a twentieth of the run's time.
/// </remarks>
internal sealed class ProgressPump : IProgress<StylizeProgress>, IProgress<VideoProgress>, IAsyncDisposable
{
    private const double FrameShare = 0.05;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly LossCurve _curve;
    private readonly RunPart _part;
    private readonly ProgressStore _store;
    private readonly StudioMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;
    private RunProgress? _latest;
    private Picture? _picture;
    private long _frame;
    private long _asked;
    private double _nextFrame;
    private bool _isStoring;
    private bool _isOver;

    /// <param name="part">The run; gets what users want of it.</param>
    /// <param name="store">Where progress goes.</param>
    /// <param name="metrics">Counts steps.</param>
    /// <param name="clock">The clock.</param>
    public ProgressPump(RunPart part, ProgressStore store, StudioMetrics metrics, TimeProvider clock)
    {
        _part = part;
        _store = store;
        _metrics = metrics;
        _clock = clock;
        _frame = part.Run.Frame;
        _curve = new LossCurve(part.Before);
        _loop = Task.Run(PumpAsync);
    }

    public void Report(StylizeProgress value)
    {
        _metrics.Stepped();
        RunProgress progress = ProgressMapping.Of(value);
        lock (_gate)
        {
            _curve.Add(progress);
            _latest = progress;
            if (value.Preview is null)
                return;
            double cost = _clock.GetElapsedTime(_asked).TotalSeconds;
            _picture = value.Preview;
            _nextFrame = progress.Seconds + Math.Max(Period.TotalSeconds, cost / FrameShare);
        }
    }

    /// <summary>Takes a step or a frame of a clip, which has no curve: each frame has steps of its own.</summary>
    public void Report(VideoProgress value)
    {
        if (value.Step is not null)
            _metrics.Stepped();
        lock (_gate)
        {
            _latest = ProgressMapping.Of(value, _latest);
            _picture = value.Picture ?? _picture;
        }
    }

    /// <summary>Decides whether a step's picture is stored; called on the run's thread before the report.</summary>
    public bool WantsFrame(StylizeProgress value)
    {
        lock (_gate)
        {
            _asked = _clock.GetTimestamp();
            return !_isStoring && _picture is null && value.Seconds >= _nextFrame;
        }
    }

    /// <summary>Stores the last progress and ends. May be called twice.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isOver)
            return;
        _isOver = true;
        await _end.CancelAsync();
        await _loop;
        _end.Dispose();
    }

    private async Task PumpAsync()
    {
        using var timer = new PeriodicTimer(Period, _clock);
        bool runs = true;
        while (runs)
        {
            runs = await TickAsync(timer);
            ProgressSnapshot snapshot = Take();
            _part.Obey(await _store.StoreAsync(_part.Run, snapshot));
            lock (_gate)
                _isStoring = false;
        }
    }

    private async Task<bool> TickAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_end.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private ProgressSnapshot Take()
    {
        lock (_gate)
        {
            Picture? picture = _picture;
            _picture = null;
            _isStoring = true;
            _frame += picture is null ? 0 : 1;
            return new ProgressSnapshot(_latest, _curve.Curve, picture, _frame);
        }
    }
}
