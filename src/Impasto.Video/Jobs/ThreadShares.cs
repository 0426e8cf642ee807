namespace Impasto.Video.Jobs;

/// <summary>Shares threads between jobs that run side by side: at no time are more in use than there are.</summary>
/// <param name="total">All threads.</param>
/// <param name="jobs">How many share them at first; each takes some before it begins.</param>
internal sealed class ThreadShares(int total, int jobs)
{
    private readonly Lock _gate = new();
    private readonly int _total = total;
    private int _free = total, _active = jobs;

    /// <summary>Takes threads, or other ones than before; 0 if none is free yet.</summary>
    /// <param name="held">The threads that the job has, which it gives back.</param>
    public int Renew(int held)
    {
        lock (_gate)
        {
            _free += held;
            int share = Math.Min(_free, (_total + _active - 1) / Math.Max(1, _active));
            _free -= share;
            return share;
        }
    }

    /// <summary>Gives threads back: the others take them.</summary>
    /// <param name="held">The threads that the job has.</param>
    public void Leave(int held)
    {
        lock (_gate)
            (_free, _active) = (_free + held, _active - 1);
    }

    /// <summary>Comes back; <see cref="Renew"/> gives threads.</summary>
    public void Join()
    {
        lock (_gate)
            _active++;
    }
}
