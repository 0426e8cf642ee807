using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Impasto.Video.Jobs;

/// <summary>
/// Runs jobs on threads of their own, and does what they ask for on the caller's: one after the other, in the order in
/// which they come.
/// </summary>
/// <param name="capacity">How much may wait; a job that comes with more waits itself.</param>
internal sealed class JobQueue(int capacity) : IDisposable
{
    private readonly BlockingCollection<Action> _actions = new(capacity);

    /// <summary>Asks the caller's thread to do something. Called by jobs.</summary>
    /// <param name="action">The action.</param>
    public void Post(Action action) => _actions.Add(action);

    /// <summary>Runs jobs until all have ended.</summary>
    /// <param name="jobs">The jobs; each gets a token that ends it because another one, or an action, failed.</param>
    /// <param name="cancellation">Ends them as well.</param>
    /// <exception cref="Exception">What a job or an action threw first.</exception>
    public void Run(IReadOnlyList<Action<CancellationToken>> jobs, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ExceptionDispatchInfo? failure = null;
        int running = jobs.Count;
        Thread[] threads =
            [.. jobs.Select(job => new Thread(() => Run(job)) { IsBackground = true, Name = "Impasto job" })];
        foreach (Thread thread in threads)
            thread.Start();

        while (running > 0)
        {
            Action action = _actions.Take(CancellationToken.None);
            try
            {
                action();
            }
            catch (Exception thrown)
            {
                Fail(thrown);
            }
        }

        foreach (Thread thread in threads)
            thread.Join();
        failure?.Throw();

        void Run(Action<CancellationToken> job)
        {
            Exception? thrown = null;
            try
            {
                job(stop.Token);
            }
            catch (Exception caught)
            {
                thrown = caught;
            }

            Post(() =>
            {
                running--;
                if (thrown is not null)
                    Fail(thrown);
            });
        }

        void Fail(Exception thrown)
        {
            // Those that end because another one failed are not the cause.
            failure ??= ExceptionDispatchInfo.Capture(thrown);
            stop.Cancel();
        }
    }

    /// <summary>Frees what waits.</summary>
    public void Dispose() => _actions.Dispose();
}
