using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Safety;

/// <summary>
/// Limits the connections that are open. When there are too many, the one goes that has been silent longest, so that
/// silent ones can't lock everybody out.
/// </summary>
/// <param name="most">Most connections.</param>
internal sealed class ConnectionLimit(int most)
{
    private readonly ConcurrentDictionary<string, Line> _lines = new();
    private long _turn;

    /// <summary>Counts a connection while it is open; part of the server's connection pipeline.</summary>
    public ConnectionDelegate Around(ConnectionDelegate next) => async connection =>
    {
        if (_lines.Count >= most)
            MakeRoom();
        _lines[connection.ConnectionId] = new Line(connection, Interlocked.Increment(ref _turn));
        try
        {
            await next(connection);
        }
        finally
        {
            _lines.TryRemove(connection.ConnectionId, out _);
        }
    };

    /// <summary>Marks a connection as busy while it serves a request; part of the request pipeline.</summary>
    public RequestDelegate Around(RequestDelegate next) => async context =>
    {
        if (!_lines.TryGetValue(context.Connection.Id, out Line? line))
        {
            await next(context);
            return;
        }

        Interlocked.Increment(ref line.Requests);
        try
        {
            await next(context);
        }
        finally
        {
            Interlocked.Exchange(ref line.Turn, Interlocked.Increment(ref _turn));
            Interlocked.Decrement(ref line.Requests);
        }
    };

    // A new connection is silent as well. If all others are busy, it is the one that goes when the next one comes.
    private void MakeRoom()
    {
        Line? silent = _lines.Values
            .Where(line => Volatile.Read(ref line.Requests) == 0)
            .MinBy(line => Volatile.Read(ref line.Turn));
        silent?.Connection.Abort(new ConnectionAbortedException("There are too many connections."));
        if (silent is not null)
            _lines.TryRemove(silent.Connection.ConnectionId, out _);
    }

    private sealed class Line(ConnectionContext connection, long turn)
    {
        public int Requests;

        public long Turn = turn;

        public ConnectionContext Connection => connection;
    }
}
