using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Impasto.Studio.Tests.Cluster;

/// <summary>The line from one worker to the database, which can be cut.</summary>
internal sealed class DatabaseLine : IAsyncDisposable
{
    private readonly string _database;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;
    private volatile bool _isCut;

    public DatabaseLine(string database)
    {
        _database = database;
        _listener.Start();
        _loop = AcceptAsync();
    }

    /// <summary>Connection string over this line.</summary>
    public string Connection => new NpgsqlConnectionStringBuilder(_database)
    {
        Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port, MaxPoolSize = 10,
    }.ToString();

    /// <summary>Ends all connections, and ends new ones at once.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (Socket socket in _open.Keys)
            Close(socket);
    }

    public void Mend() => _isCut = false;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Cut();
        _listener.Dispose();
        await _loop;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                _ = PassAsync(await _listener.AcceptSocketAsync(_end.Token));
            }
            catch (Exception failure) when (failure is OperationCanceledException or SocketException)
            {
                // The end, or a client that is already gone.
            }
        }
    }

    private async Task PassAsync(Socket worker)
    {
        using var target = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (worker)
        {
            (_open[worker], _open[target]) = (true, true);
            try
            {
                if (!_isCut)
                {
                    var server = new NpgsqlConnectionStringBuilder(_database);
                    await target.ConnectAsync(server.Host!, server.Port, _end.Token);
                    await Task.WhenAny(CopyAsync(worker, target), CopyAsync(target, worker));
                }
            }
            catch (Exception failure) when (failure is OperationCanceledException or SocketException)
            {
                // The worker sees that its connection ends.
            }

            _open.TryRemove(worker, out _);
            _open.TryRemove(target, out _);
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[1 << 16];
        try
        {
            while (!_isCut && await from.ReceiveAsync(buffer, _end.Token) is > 0 and int read)
                await to.SendAsync(buffer.AsMemory(0, read), _end.Token);
        }
        catch (Exception failure)
            when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private static void Close(Socket socket)
    {
        try
        {
            socket.Close(0);
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself.
        }
    }
}
