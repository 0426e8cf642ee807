namespace Impasto.Studio.Events;

/// <summary>What one event stream still has to send: the newest message of each run.</summary>
/// <param name="run">The run whose events it sends; null for all runs.</param>
/// <param name="remove">Removes it from the list of subscriptions.</param>
internal sealed class RunSubscription(Guid? run, Action<RunSubscription> remove) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _news = new(0, 1);
    private Dictionary<Guid, RunMessage> _pending = [];
    private bool _isGone;

    /// <summary>The place from which a stream of all runs receives changes.</summary>
    public long Start { get; init; }

    public bool Wants(Guid id) => run is null || run == id;

    /// <summary>Leaves a message; replaces an older unread message of the same run.</summary>
    public void Put(Guid id, RunMessage message)
    {
        lock (_gate)
        {
            if (_pending.TryGetValue(id, out RunMessage? unread) && unread.Revision > message.Revision)
                return;
            _pending[id] = message;
            if (!_isGone && _news.CurrentCount == 0)
                _news.Release();
        }
    }

    /// <summary>Waits for messages, in the order of their places; gives none if none comes in time.</summary>
    public async Task<IReadOnlyCollection<RunMessage>> TakeAsync(TimeSpan patience, CancellationToken cancellation)
    {
        if (!await _news.WaitAsync(patience, cancellation))
            return [];
        lock (_gate)
        {
            Dictionary<Guid, RunMessage> taken = _pending;
            _pending = [];
            // Whoever has received one has received all before it.
            return [.. taken.Values.OrderBy(message => message.Place)];
        }
    }

    public void Dispose()
    {
        remove(this);
        lock (_gate)
        {
            _isGone = true;
            _news.Dispose();
        }
    }
}
