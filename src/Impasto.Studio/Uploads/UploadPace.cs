namespace Impasto.Studio.Uploads;

/// <summary>How fast an upload comes: in the last window of time that is over, or in one that lasts longer.</summary>
/// <param name="clock">The clock.</param>
internal sealed class UploadPace(TimeProvider clock)
{
    // 100 MB in half an hour: a slow line of a phone sends more.
    private const double LeastBytesASecond = 50_000;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private bool _isReading;
    private bool _wasSlow;
    private long _since;
    private long _bytes;

    /// <summary>True if the studio waits for bytes, and too few have come.</summary>
    public bool IsSlow
    {
        get
        {
            TimeSpan elapsed = clock.GetElapsedTime(_since);
            return _isReading && (elapsed < Window ? _wasSlow : IsBelow(elapsed));
        }
    }

    /// <summary>The studio begins to wait for bytes.</summary>
    public void Begin()
    {
        (_isReading, _wasSlow) = (true, false);
        Restart();
    }

    /// <summary>All bytes are there.</summary>
    public void End() => _isReading = false;

    /// <summary>Some bytes have come.</summary>
    public void Add(long bytes)
    {
        _bytes += bytes;
        TimeSpan elapsed = clock.GetElapsedTime(_since);
        if (elapsed < Window)
            return;
        _wasSlow = IsBelow(elapsed);
        Restart();
    }

    private bool IsBelow(TimeSpan elapsed) => _bytes < LeastBytesASecond * elapsed.TotalSeconds;

    private void Restart() => (_since, _bytes) = (clock.GetTimestamp(), 0);
}
