using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Safety;

/// <summary>
/// Limits the connections that are open, in all and of each address. When there are too many, a silent one goes: of the
/// address that has most, the one that has been silent longest. So the silent ones of one client lock nobody else out.
/// </summary>
/// <param name="most">Most connections.</param>
/// <param name="mostOfOne">Most connections of one address, unless more of them are busy.</param>
/// <param name="proxies">Addresses of proxies, whose connections belong to many clients.</param>
internal sealed class ConnectionLimit(int most, int mostOfOne, IReadOnlyList<IPNetwork> proxies)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Line> _lines = [];
    private readonly Dictionary<IPAddress, int> _counts = [];
    private long _turn;

    /// <summary>Counts a connection while it is open; part of the server's connection pipeline.</summary>
    public ConnectionDelegate Around(ConnectionDelegate next) => async connection =>
    {
        Add(connection);
        try
        {
            await next(connection);
        }
        finally
        {
            lock (_gate)
                Remove(connection.ConnectionId);
        }
    };

    /// <summary>Marks a connection as busy while it serves a request; part of the request pipeline.</summary>
    public RequestDelegate Around(RequestDelegate next) => async context =>
    {
        Line? line;
        lock (_gate)
        {
            if (_lines.TryGetValue(context.Connection.Id, out line))
                line.Requests++;
        }

        try
        {
            await next(context);
        }
        finally
        {
            if (line is not null)
            {
                lock (_gate)
                {
                    line.Turn = ++_turn;
                    line.Requests--;
                }
            }
        }
    };

    private void Add(ConnectionContext connection)
    {
        IPAddress client = ClientAddress.Of((connection.RemoteEndPoint as IPEndPoint)?.Address);
        ConnectionContext? silent = null;
        lock (_gate)
        {
            bool isProxy = proxies.Any(proxy => proxy.Contains(client));
            if (!isProxy && _counts.GetValueOrDefault(client) >= mostOfOne)
                silent = TakeSilent(line => line.Client.Equals(client));
            else if (_lines.Count >= most)
                silent = TakeSilent(_ => true);
            // A new connection is silent as well. If all others are busy, it is the one that goes when the next one
            // comes.
            _lines[connection.ConnectionId] = new Line(connection, client, isProxy) { Turn = ++_turn };
            _counts[client] = _counts.GetValueOrDefault(client) + 1;
        }

        silent?.Abort(new ConnectionAbortedException("There are too many connections."));
    }

    private ConnectionContext? TakeSilent(Func<Line, bool> isOne)
    {
        Line? silent = _lines.Values
            .Where(line => line.Requests == 0 && isOne(line))
            .OrderByDescending(line => line.IsProxy ? 0 : _counts[line.Client])
            .ThenBy(line => line.Turn)
            .FirstOrDefault();
        if (silent is not null)
            Remove(silent.Connection.ConnectionId);
        return silent?.Connection;
    }

    private void Remove(string id)
    {
        if (!_lines.Remove(id, out Line? line))
            return;
        if (--_counts[line.Client] == 0)
            _counts.Remove(line.Client);
    }

    private sealed class Line(ConnectionContext connection, IPAddress client, bool isProxy)
    {
        public int Requests { get; set; }

        public long Turn { get; set; }

        public ConnectionContext Connection => connection;

        public IPAddress Client => client;

        public bool IsProxy => isProxy;
    }
}
