using System.Collections.Concurrent;

namespace Impasto.Studio.Tests.Events;

/// <summary>The system's clock, whose periodic timers are due when a test says so.</summary>
internal sealed class HandClock : TimeProvider
{
    private readonly ConcurrentBag<HandTimer> _timers = [];

    /// <summary>Lets all periodic timers be due once.</summary>
    public void Tick()
    {
        foreach (HandTimer timer in _timers)
            timer.Tick();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period <= TimeSpan.Zero)
            return base.CreateTimer(callback, state, dueTime, period);
        var timer = new HandTimer(callback, state);
        _timers.Add(timer);
        return timer;
    }

    private sealed class HandTimer(TimerCallback callback, object? state) : ITimer
    {
        private bool _isOver;

        public void Tick()
        {
            if (!_isOver)
                callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => _isOver = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
