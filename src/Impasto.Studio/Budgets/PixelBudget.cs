using Impasto.Studio.Answers;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Budgets;

/// <summary>
/// The pixels that requests may decode at the same time. Requests wait in line for them, and not for ever.
/// </summary>
/// <param name="capacity">Most pixels. One picture that has more takes them all.</param>
/// <param name="mostAtOnce">Most pictures at the same time, however small.</param>
/// <param name="clock">The clock.</param>
internal sealed class PixelBudget(long capacity, int mostAtOnce, TimeProvider clock)
{
    private const int MostWaiting = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly LinkedList<Turn> _line = new();
    private long _used;
    private int _count;

    /// <summary>Pixels that are being decoded.</summary>
    public long Used => Volatile.Read(ref _used);

    /// <summary>Waits until so many pixels may be decoded, after all that came before.</summary>
    /// <param name="pixels">The pixels.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Gives them back when it is disposed.</returns>
    /// <exception cref="StudioProblem">Too many wait, or it takes too long: 429.</exception>
    public async Task<IDisposable> TakeAsync(long pixels, CancellationToken cancellation)
    {
        var turn = new Turn(this, Math.Clamp(pixels, 0, capacity));
        lock (_gate)
        {
            if (_line.Count >= MostWaiting)
                throw Busy();
            _line.AddLast(turn);
            LetIn();
        }

        try
        {
            await turn.Begins.Task.WaitAsync(Patience, clock, cancellation);
            return turn;
        }
        catch (Exception ended) when (ended is TimeoutException or OperationCanceledException)
        {
            turn.Dispose();
            if (ended is TimeoutException)
                throw Busy();
            throw;
        }
    }

    private static StudioProblem Busy() => new(
        StatusCodes.Status429TooManyRequests, "Too many pictures are being read already: try again later.");

    private void Leave(Turn turn)
    {
        lock (_gate)
        {
            if (!_line.Remove(turn))
            {
                _used -= turn.Pixels;
                _count--;
            }

            LetIn();
        }
    }

    private void LetIn()
    {
        while (_line.First is { } first && _used + first.Value.Pixels <= capacity && _count < mostAtOnce)
        {
            _line.RemoveFirst();
            _used += first.Value.Pixels;
            _count++;
            first.Value.Begins.SetResult();
        }
    }

    private sealed class Turn(PixelBudget budget, long pixels) : IDisposable
    {
        private int _isOver;

        public long Pixels => pixels;

        public TaskCompletionSource Begins { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
                budget.Leave(this);
        }
    }
}
