using Impasto.Video.Jobs;

namespace Impasto.Video.Painting;

/// <summary>The painter of one of several jobs, opened anew when its share of the threads changes.</summary>
/// <param name="open">Opens a painter with so many threads; with 0, with the device's own.</param>
/// <param name="shares">The threads; null for a device that is used as it is.</param>
internal sealed class SharedPainter(Func<int, FramePainter> open, ThreadShares? shares) : IDisposable
{
    private FramePainter? _painter;
    private int _threads;
    private bool _isAway;

    /// <summary>The painter for the next frame.</summary>
    /// <param name="cancellation">Ends the wait for a thread that another job gives back after its frame.</param>
    public FramePainter Renew(CancellationToken cancellation)
    {
        int before = _threads;
        if (shares is not null)
        {
            while ((_threads = shares.Renew(_threads)) == 0)
            {
                cancellation.WaitHandle.WaitOne(10);
                cancellation.ThrowIfCancellationRequested();
            }
        }

        if (_painter is not null && _threads == before)
            return _painter;
        _painter?.Dispose();
        return _painter = open(_threads);
    }

    /// <summary>Gives the threads back while the job waits.</summary>
    public void Leave()
    {
        _isAway = true;
        _painter?.Dispose();
        _painter = null;
        shares?.Leave(_threads);
        _threads = 0;
    }

    /// <summary>Takes part again.</summary>
    public void Join()
    {
        _isAway = false;
        shares?.Join();
    }

    /// <summary>Frees the painter and its threads.</summary>
    public void Dispose()
    {
        _painter?.Dispose();
        if (!_isAway)
            shares?.Leave(_threads);
    }
}
