using System.Text;

namespace Impasto.Studio.Web;

/// <summary>What one event stream has still to send: the newest message of each run.</summary>
/// <param name="run">The run to hear of; null for all.</param>
/// <param name="remove">Takes it from the list.</param>
internal sealed class RunSubscription(Guid? run, Action<RunSubscription> remove) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _news = new(0, 1);
    private Dictionary<Guid, byte[]> _pending = [];
    private bool _isGone;

    public bool Wants(Guid id) => run is null || run == id;

    /// <summary>Leaves a message; one of the same run that was not yet read is replaced.</summary>
    public void Put(Guid id, byte[] message)
    {
        lock (_gate)
        {
            _pending[id] = message;
            if (!_isGone && _news.CurrentCount == 0)
                _news.Release();
        }
    }

    /// <summary>Waits for messages; none where none came for that long.</summary>
    public async Task<IReadOnlyCollection<byte[]>> TakeAsync(TimeSpan patience, CancellationToken cancellation)
    {
        if (!await _news.WaitAsync(patience, cancellation))
            return [];
        lock (_gate)
        {
            Dictionary<Guid, byte[]> taken = _pending;
            _pending = [];
            return taken.Values;
        }
    }

    /// <summary>An event as it goes over the line. Source: the HTML standard, 9.2 (server-sent events).</summary>
    public static byte[] Encode(string kind, string data) => Encoding.UTF8.GetBytes($"event: {kind}\ndata: {data}\n\n");

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
