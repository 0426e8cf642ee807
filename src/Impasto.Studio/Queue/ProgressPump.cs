using Impasto.Imaging;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Queue;

/// <summary>Carries a run's progress into the store, beside the run: the newest frame wins, and nobody waits for the store.</summary>
/// <remarks>
/// Only making a picture costs the run time. It is asked for when the last frame is stored, and no more often than would take a
/// twentieth of the time.
/// </remarks>
internal sealed class ProgressPump : IProgress<StylizeProgress>, IAsyncDisposable
{
    private const int LongestFrame = 1024;
    private const double FrameShare = 0.05;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly LossCurve _curve;
    private readonly RunPart _part;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;
    private RunProgress? _latest;
    private Picture? _picture;
    private long _frame;
    private long _asked;
    private double _nextFrame;
    private bool _isStoring;

    /// <param name="part">What is worked on.</param>
    public ProgressPump(RunPart part)
    {
        _part = part;
        _frame = part.Run.Frame;
        _curve = new LossCurve(part.Before);
        _loop = Task.Run(PumpAsync);
    }

    /// <summary>How far the run is.</summary>
    public RunProgress? Latest => _latest;

    public void Report(StylizeProgress value)
    {
        _part.Metrics.Stepped();
        lock (_gate)
        {
            _curve.Add(value.Step, value.Loss);
            _latest = Describe(value);
            if (value.Preview is null)
                return;
            double cost = _part.Clock.GetElapsedTime(_asked).TotalSeconds;
            _picture = value.Preview;
            _nextFrame = value.Seconds + Math.Max(Period.TotalSeconds, cost / FrameShare);
        }
    }

    /// <summary>Whether a step's picture is to be stored; called on the run's thread before the step is reported.</summary>
    public bool WantsFrame(StylizeProgress value)
    {
        lock (_gate)
        {
            _asked = _part.Clock.GetTimestamp();
            return !_isStoring && _picture is null && value.Seconds >= _nextFrame;
        }
    }

    /// <summary>Stores the last progress and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop;
        _end.Dispose();
    }

    private async Task PumpAsync()
    {
        using var timer = new PeriodicTimer(Period, _part.Clock);
        bool runs = true;
        while (runs)
        {
            runs = await TickAsync(timer);
            try
            {
                await StoreAsync();
            }
            catch (Exception failure) when (failure is System.Data.Common.DbException or IOException or ImpastoException)
            {
                // The run goes on; the next report may come through, and the worker that has lost the store for long loses the run.
                _part.Trouble(failure);
            }
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

    private async Task StoreAsync()
    {
        Picture? picture;
        RunProgress? progress;
        IReadOnlyList<double[]> curve;
        lock (_gate)
        {
            (picture, _picture) = (_picture, null);
            progress = _latest;
            curve = _curve.Points;
            _isStoring = true;
        }

        try
        {
            if (picture is not null)
            {
                await _part.Blobs.WriteAsync(_part.Run.Id, BlobName.Frame, PictureFiles.View(picture, LongestFrame));
                _frame++;
            }

            _part.Hear(await _part.Runs.ReportAsync(_part.Run, progress ?? _part.Run.Progress, curve, _frame));
            await _part.Checkpoints.KeepAsync(_part.Run.Id, _part.Run.Attempt);
        }
        finally
        {
            lock (_gate)
                _isStoring = false;
        }
    }

    private static RunProgress Describe(StylizeProgress value) => new()
    {
        Step = value.Step,
        TotalSteps = value.TotalSteps,
        Scale = value.Scale,
        Scales = value.Scales,
        Width = value.Size.Width,
        Height = value.Size.Height,
        Loss = double.IsFinite(value.Loss.Total) ? value.Loss.Total : 0,
        Seconds = value.Seconds,
        SecondsLeft = double.IsFinite(value.RemainingSeconds) ? value.RemainingSeconds : 0,
        StepsPerSecond = value.Seconds > 0 ? value.Step / value.Seconds : 0,
    };
}
