using System.Net;

namespace Impasto.Studio.Safety;

/// <summary>
/// Lets the failed tries of an address wait, one after the other however many come at once; other addresses do not wait
/// for them.
/// </summary>
internal sealed class SlowTries(TimeProvider clock)
{
    private const int MostWaiting = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, Line> _lines = [];

    /// <summary>Waits for the end of a failed try's turn.</summary>
    /// <param name="address">Where it came from.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>False at once if too many tries of this address wait already.</returns>
    public async Task<bool> WaitAsync(IPAddress? address, CancellationToken cancellation)
    {
        IPAddress client = ClientAddress.Of(address);
        if (Join(client) is not { } wait)
            return false;
        try
        {
            await Task.Delay(wait, clock, cancellation);
            return true;
        }
        finally
        {
            Leave(client);
        }
    }

    private TimeSpan? Join(IPAddress client)
    {
        lock (_gate)
        {
            if (!_lines.TryGetValue(client, out Line? line))
                _lines[client] = line = new Line { Since = clock.GetTimestamp() };
            if (line.Waiting == MostWaiting)
                return null;
            line.Waiting++;
            line.Turns++;
            TimeSpan left = (Pause * line.Turns) - clock.GetElapsedTime(line.Since);
            // Tries that were given up have left their turns behind.
            return TimeSpan.FromTicks(Math.Clamp(left.Ticks, Pause.Ticks, (Pause * MostWaiting).Ticks));
        }
    }

    private void Leave(IPAddress client)
    {
        lock (_gate)
        {
            Line line = _lines[client];
            line.Waiting--;
            if (line.Waiting == 0)
                _lines.Remove(client);
        }
    }

    // The turns since the line was last empty.
    private sealed class Line
    {
        public long Since { get; init; }

        public int Turns { get; set; }

        public int Waiting { get; set; }
    }
}
