using Impasto.Studio.Answers;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Budgets;

/// <summary>Does work for requests one after the other, and refuses those that would wait behind too many.</summary>
/// <param name="most">Most requests that wait.</param>
/// <param name="what">What people call the work, as in "8 previews are waiting".</param>
internal sealed class OneAtATime(int most, string what) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private int _waiting;

    /// <summary>Does work when it is its turn.</summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="StudioProblem">Too many others wait: 429.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _waiting) > most)
        {
            Interlocked.Decrement(ref _waiting);
            throw new StudioProblem(
                StatusCodes.Status429TooManyRequests, $"{most} {what} are waiting already: try again later.");
        }

        try
        {
            await _turn.WaitAsync(cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            return await work();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
