using System.Collections.Concurrent;

namespace Impasto.Samples.Tests;

/// <summary>A thread that does one piece of work after another, as that of a window, without a window.</summary>
internal sealed class WindowThread : SynchronizationContext, IDisposable
{
    private readonly BlockingCollection<(SendOrPostCallback Work, object? State)> _work = [];
    private readonly Thread _thread;
    private volatile bool _isClosed;

    public WindowThread()
    {
        _thread = new Thread(Loop) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Whether the caller is on this thread.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>Pieces of work that are done.</summary>
    public int Done { get; private set; }

    public override void Post(SendOrPostCallback d, object? state)
    {
        // A window that is closed takes no more work.
        if (!_isClosed)
            _work.Add((d, state));
    }

    /// <summary>Starts work on the thread; what follows an await is done there too.</summary>
    public Task RunAsync(Func<Task> work)
    {
        var started = new TaskCompletionSource<Task>();
        Post(_ => started.SetResult(work()), null);
        return started.Task.Unwrap();
    }

    public void Dispose()
    {
        _isClosed = true;
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    private void Loop()
    {
        SetSynchronizationContext(this);
        foreach ((SendOrPostCallback work, object? state) in _work.GetConsumingEnumerable())
        {
            work(state);
            Done++;
        }
    }
}
