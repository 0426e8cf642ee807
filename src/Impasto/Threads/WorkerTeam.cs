using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Impasto.Threads;

/// <summary>Long-lived threads that share out the items of one piece of work after the other.</summary>
/// <remarks>
/// Items are claimed from a counter, and the caller waits for the items, not for the threads: one that comes late finds
/// nothing left and delays no one. A thread that sleeps needs 0.05 to 5 ms to wake, longer than many layers take:
/// workers spin for <see cref="SpinMilliseconds"/> after their last item and sleep only then.
/// </remarks>
public sealed class WorkerTeam : IDisposable
{
    // Measured with Stopwatch: a clock that decides only how a thread waits, never what it computes. TickCount64 moves
    // in steps of up to 16 ms, several times what is measured here.
    private const double SpinMilliseconds = 3;
    private const int IndexBits = 32;

    private readonly SemaphoreSlim _wake = new(0);
    private readonly Thread[] _threads;
    private ParallelWork? _work;
    private int _items;
    private int _done;
    private int _sleepers;
    private ExceptionDispatchInfo? _failure;

    // The number of the piece of work above, how many items nobody has claimed below: a late worker finds 0 of them.
    private long _ticket;
    private volatile bool _ended;

    /// <summary>Starts the threads; they live until the team is disposed.</summary>
    /// <param name="threads">How many, the caller's among them: at least 1.</param>
    public WorkerTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Count = threads;
        _threads = new Thread[threads - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i + 1;
            _threads[i] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"Impasto worker {worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>Threads, the caller's among them; worker numbers are smaller.</summary>
    public int Count { get; }

    /// <summary>Runs all items on a team's threads; without a team on this one.</summary>
    /// <param name="team">The team; null for none.</param>
    /// <param name="work">The work.</param>
    /// <param name="items">How many items it has.</param>
    public static void Run(WorkerTeam? team, ParallelWork work, int items)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (team is not null)
        {
            team.Run(work, items);
            return;
        }

        for (int item = 0; item < items; item++)
            work.Run(item, 0);
    }

    /// <summary>
    /// Runs an action for each number from 0 to below another on a team's threads; without a team on this one.
    /// </summary>
    /// <param name="team">The team; null for none. An item of the team's own work must not call this.</param>
    /// <param name="items">How many numbers.</param>
    /// <param name="body">The action; calls may come in any order.</param>
    public static void For(WorkerTeam? team, int items, Action<int> body) => Run(team, new Loop(body), items);

    /// <summary>
    /// Runs all items and returns when they are done; throws what an item threw. One caller at a time.
    /// </summary>
    /// <param name="work">The work.</param>
    /// <param name="items">How many items it has.</param>
    /// <exception cref="ObjectDisposedException">The team has ended.</exception>
    public void Run(ParallelWork work, int items)
    {
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(_ended, this);
        if (Count == 1 || items == 1)
        {
            Run(null, work, items);
            return;
        }

        _work = work;
        _items = items;
        _done = 0;
        long ticket = (((Volatile.Read(ref _ticket) >> IndexBits) + 1) << IndexBits) | (uint)items;
        Interlocked.Exchange(ref _ticket, ticket);
        int sleepers = Volatile.Read(ref _sleepers);
        if (sleepers > 0)
            _wake.Release(sleepers);
        Claim(ticket >> IndexBits, 0);
        var spin = default(SpinWait);
        while (Volatile.Read(ref _done) < items)
            spin.SpinOnce(sleep1Threshold: -1);
        // The threads live as long as the team: they must not keep what it worked on alive.
        _work = null;
        Interlocked.Exchange(ref _failure, null)?.Throw();
    }

    private void Claim(long number, int worker)
    {
        while (true)
        {
            long ticket = Volatile.Read(ref _ticket);
            int left = (int)ticket;
            if (ticket >> IndexBits != number || left == 0)
                return;
            int item = Volatile.Read(ref _items) - left;
            ParallelWork? work = Volatile.Read(ref _work);
            if (Interlocked.CompareExchange(ref _ticket, ticket - 1, ticket) != ticket)
                continue;
            try
            {
                work!.Run(item, worker);
            }
            catch (Exception failure)
            {
                // It is thrown again on the caller's thread.
                Volatile.Write(ref _failure, ExceptionDispatchInfo.Capture(failure));
            }

            Interlocked.Increment(ref _done);
        }
    }

    private void Serve(int worker)
    {
        long seen = 0;
        while (!_ended)
        {
            long number = Await(seen);
            if (number != seen)
                Claim(number, worker);
            seen = number;
        }
    }

    private long Await(long seen)
    {
        long start = Stopwatch.GetTimestamp();
        while (!_ended)
        {
            for (int i = 0; i < 64; i++)
            {
                if (Volatile.Read(ref _ticket) >> IndexBits is var number && number != seen)
                    return number;
                Thread.SpinWait(4);
            }

            // The work may need this processor: more threads than processors must not spin each other out.
            Thread.Yield();
            if (Stopwatch.GetElapsedTime(start).TotalMilliseconds < SpinMilliseconds)
                continue;
            Interlocked.Increment(ref _sleepers);
            if (Volatile.Read(ref _ticket) >> IndexBits == seen && !_ended)
                _wake.Wait();
            Interlocked.Decrement(ref _sleepers);
            start = Stopwatch.GetTimestamp();
        }

        return seen;
    }

    /// <summary>Ends the threads; may be called twice.</summary>
    public void Dispose()
    {
        if (_ended)
            return;
        _ended = true;
        _wake.Release(Count);
        foreach (Thread thread in _threads)
            thread.Join();
        _wake.Dispose();
    }

    private sealed class Loop(Action<int> body) : ParallelWork
    {
        public override void Run(int item, int worker) => body(item);
    }
}
