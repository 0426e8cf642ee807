namespace Impasto.Tests.Networks.Weights;

/// <summary>A clock on which short waits pass at once and long ones never, unless a test says so.</summary>
internal sealed class FakeClock : TimeProvider
{
    private static readonly TimeSpan LongestShort = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _waits = [];

    /// <summary>The short waits there were, in order.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_gate)
                return [.. _waits];
        }
    }

    /// <summary>Whether the next long wait, and only that, passes at once too.</summary>
    public bool NextLongWaitPasses { get; set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private bool Passes(TimeSpan wait)
    {
        lock (_gate)
        {
            if (wait <= LongestShort)
            {
                _waits.Add(wait);
                return true;
            }

            bool passes = NextLongWaitPasses;
            NextLongWaitPasses = false;
            return passes;
        }
    }

    private sealed class FakeTimer(FakeClock clock, TimerCallback callback, object? state) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan && clock.Passes(dueTime))
                ThreadPool.QueueUserWorkItem(_ => callback(state));
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
