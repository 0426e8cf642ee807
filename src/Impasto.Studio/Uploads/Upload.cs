using Impasto.Studio.Answers;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Uploads;

/// <summary>The bytes that one request has sent or named, as long as the studio holds them.</summary>
internal sealed class Upload : IDisposable
{
    /// <summary>
    /// Bytes that reading a byte of base64 takes: itself, two of a text, and almost one of the file.
    /// </summary>
    public const int TextCost = 4;

    // So small a request gets through also when there is no room: it may be the one that makes room.
    private const long Free = 64 << 10;

    private readonly Lock _gate = new();
    private readonly UploadBudget _budget;
    private readonly CancellationTokenSource _cut = new();
    private readonly int _cost;
    private bool _isOver;

    /// <param name="budget">The bytes of all requests.</param>
    /// <param name="cost">Bytes that one byte takes.</param>
    /// <param name="clock">The clock.</param>
    internal Upload(UploadBudget budget, int cost, TimeProvider clock)
    {
        (_budget, _cost) = (budget, cost);
        Pace = new UploadPace(clock);
    }

    /// <summary>Bytes that have come.</summary>
    public long Received { get; private set; }

    /// <summary>Ends the reading when others need the room and this one is too slow.</summary>
    public CancellationToken CutOff => _cut.Token;

    /// <summary>Bytes that count; the budget alone changes them, as the pace.</summary>
    internal long Held { get; set; }

    internal UploadPace Pace { get; }

    /// <summary>The refusal of an upload that was cut off: 408.</summary>
    public static StudioProblem TooSlow => new(
        StatusCodes.Status408RequestTimeout,
        "The request came too slowly, and others needed its room: send it again.");

    /// <summary>The studio begins to wait for bytes.</summary>
    public void Begin() => _budget.Change(this, pace => pace.Begin());

    /// <summary>All bytes are there.</summary>
    public void End() => _budget.Change(this, pace => pace.End());

    /// <summary>Counts bytes that have come.</summary>
    /// <exception cref="StudioProblem">There is no room for them (503), or the upload was cut off (408).</exception>
    public void Take(long bytes) => _budget.Take(this, bytes);

    /// <summary>Counts what reading bytes of a form as a text takes beside them.</summary>
    /// <exception cref="StudioProblem">There is no room for it: 503.</exception>
    public void TakeText(long bytes) => _budget.TakeMore(this, (TextCost - 1) * Counted(bytes));

    /// <summary>Nothing of what came is held any more.</summary>
    public void Release() => _budget.Release(this);

    public void Dispose()
    {
        _budget.Close(this);
        lock (_gate)
        {
            _isOver = true;
            _cut.Dispose();
        }
    }

    /// <summary>Notes that bytes have come.</summary>
    /// <returns>How many of them count.</returns>
    internal long Receive(long bytes)
    {
        Pace.Add(bytes);
        long before = Counted(Received);
        Received += bytes;
        return (Counted(Received) - before) * _cost;
    }

    internal void Cut()
    {
        lock (_gate)
        {
            if (!_isOver)
                _cut.Cancel();
        }
    }

    internal static long Counted(long bytes) => Math.Max(0, bytes - Free);
}
