using System.Net;
using System.Net.Sockets;
using Impasto.Studio.Safety;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Tests.Operators;

/// <summary>One client's connections and requests leave room for others.</summary>
public sealed class ConnectionLimitTests
{
    [Fact]
    public void Too_many_connections_close_a_silent_one_of_whoever_has_most()
    {
        var limit = new ConnectionLimit(most: 6, mostOfOne: 100, []);
        TestConnection honest = Open(limit, "192.0.2.1");
        TestConnection[] attacker = [.. Enumerable.Range(0, 5).Select(_ => Open(limit, "203.0.113.9"))];

        TestConnection other = Open(limit, "198.51.100.7");

        // The honest one has been silent for longer.
        Assert.Equal(
            (false, true, false, false),
            (IsClosed(honest), IsClosed(attacker[0]), IsClosed(attacker[1]), IsClosed(other)));
    }

    [Fact]
    public void Too_many_connections_of_one_address_close_its_own_silent_ones()
    {
        var limit = new ConnectionLimit(most: 100, mostOfOne: 2, [IPNetwork.Parse("127.0.0.0/8")]);
        TestConnection other = Open(limit, "192.0.2.1");
        TestConnection[] own = [.. Enumerable.Range(0, 4).Select(_ => Open(limit, "2001:db8::1"))];
        TestConnection neighbour = Open(limit, "2001:db8::2");
        TestConnection[] proxy = [.. Enumerable.Range(0, 9).Select(_ => Open(limit, "127.0.0.1"))];

        // One client has all addresses of its IPv6 network.
        Assert.Equal([true, true, true, false], own.Select(IsClosed));
        Assert.False(IsClosed(other) || IsClosed(neighbour));
        Assert.DoesNotContain(proxy, IsClosed);
    }

    [Fact]
    public async Task Busy_connection_is_never_closed()
    {
        var limit = new ConnectionLimit(most: 2, mostOfOne: 2, []);
        TestConnection busy = Open(limit, "192.0.2.1");
        var release = new TaskCompletionSource();
        RequestDelegate request = limit.Around((HttpContext _) => release.Task);
        var context = new DefaultHttpContext { Connection = { Id = busy.ConnectionId } };
        Task served = request(context);
        TestConnection silent = Open(limit, "192.0.2.1");

        Open(limit, "192.0.2.1");
        Assert.Equal((false, true), (IsClosed(busy), IsClosed(silent)));

        release.SetResult();
        await served;
        Open(limit, "192.0.2.1");
        Open(limit, "192.0.2.1");
        Assert.True(IsClosed(busy));
    }

    [Fact]
    public async Task Silent_connections_of_one_address_lock_nobody_out()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Limits = new StudioLimits { RunsAtOnce = 0, MaxConnectionsPerAddress = 5 },
        });
        await studio.Http.GetStringAsync("/health/live", Studio.Cancellation);
        List<Socket> silent = [];
        for (int i = 0; i < 30; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
            await socket.ConnectAsync(IPAddress.Loopback, studio.Server.Address.Port, Studio.Cancellation);
            silent.Add(socket);
        }

        // 25 are closed at once, five only when their time for a request is over; the server may take some before
        // others that came earlier.
        long start = TimeProvider.System.GetTimestamp();
        while (Closed() < 25 && TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(20))
            await Task.Delay(20, Studio.Cancellation);
        Assert.InRange(Closed(), 25, 30);
        Assert.Equal("alive", await studio.Http.GetStringAsync("/health/live", Studio.Cancellation));
        silent.ForEach(socket => socket.Dispose());

        int Closed() => silent.Count(socket => socket.Poll(TimeSpan.Zero, SelectMode.SelectRead));
    }

    [Fact]
    public async Task Requests_of_one_client_leave_room_for_others_behind_a_proxy()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Token = "right",
            Proxies = [StudioProxy.Parse("127.0.0.1")!.Value],
            Limits = new StudioLimits { RunsAtOnce = 0, MaxConnectionsPerAddress = 3 },
        });
        List<HttpResponseMessage> streams = [];
        for (int i = 0; i < 4; i++)
            streams.Add(await OpenAsync("/api/events", "203.0.113.9"));

        using HttpResponseMessage other = await OpenAsync("/api/events", "198.51.100.7");
        using HttpResponseMessage health = await OpenAsync("/health/ready", "203.0.113.9");

        Assert.Equal([200, 200, 200, 429], streams.Select(stream => (int)stream.StatusCode));
        Assert.True(streams[3].Headers.Contains("Retry-After"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (other.StatusCode, health.StatusCode));
        // What is over no longer counts.
        streams.ForEach(stream => stream.Dispose());
        HttpStatusCode again = HttpStatusCode.TooManyRequests;
        for (int i = 0; i < 100 && again == HttpStatusCode.TooManyRequests; i++)
        {
            await Task.Delay(50, Studio.Cancellation);
            using HttpResponseMessage answer = await OpenAsync("/api/runs", "203.0.113.9");
            again = answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, again);

        async Task<HttpResponseMessage> OpenAsync(string path, string address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("X-Forwarded-For", address);
            request.Headers.Authorization = new("Bearer", "right");
            return await studio.Http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, Studio.Cancellation);
        }
    }

    private static TestConnection Open(ConnectionLimit limit, string address)
    {
        var connection = new TestConnection { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 1) };
        _ = limit.Around((ConnectionContext _) => new TaskCompletionSource().Task)(connection);
        return connection;
    }

    private static bool IsClosed(TestConnection connection) => connection.IsAborted;

    private sealed class TestConnection() : DefaultConnectionContext(Guid.NewGuid().ToString())
    {
        public bool IsAborted { get; private set; }

        public override void Abort(ConnectionAbortedException abortReason) => IsAborted = true;
    }
}
