using System.Net;
using System.Net.Sockets;
using System.Text;
using Impasto.Studio.Safety;
using Impasto.Studio.Uploads;

namespace Impasto.Studio.Tests;

/// <summary>Addresses that clients name: they must not make the server reach its own network.</summary>
public sealed class FetchTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("192.0.0.192")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("2001::7f00:1")]
    [InlineData("fe80::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("ff02::1")]
    public void IsPublic_special_address_is_not(string address) =>
        Assert.False(PublicAddress.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700:4700::1111")]
    public void IsPublic_ordinary_address_is(string address) =>
        Assert.True(PublicAddress.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://127.0.0.1/a.png")]
    [InlineData("http://localhost/a.png")]
    [InlineData("http://[::1]/a.png")]
    [InlineData("http://2130706433/a.png")]
    [InlineData("http://0x7f000001/a.png")]
    [InlineData("http://127.1/a.png")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    public async Task Fetch_own_network_is_refused(string url)
    {
        ImpastoException failure = await Assert.ThrowsAnyAsync<ImpastoException>(
            () => new GuardedFetch(Studio.Usual("x"), new GuardedConnection())
                .FetchAsync(url, Upload(), Studio.Cancellation));

        Assert.Contains("is not on the public internet", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.org/a.png")]
    [InlineData("gopher://127.0.0.1:6379/_INFO")]
    [InlineData("/etc/passwd")]
    [InlineData("sample")]
    public async Task Fetch_other_schemes_are_refused(string url) => await Assert.ThrowsAnyAsync<ImpastoException>(
        () => new GuardedFetch(Studio.Usual("x"), new GuardedConnection())
                .FetchAsync(url, Upload(), Studio.Cancellation));

    [Fact]
    public async Task Fetch_name_with_an_inside_and_a_public_address_is_refused()
    {
        IPAddress[] addresses = [IPAddress.Parse("1.1.1.1"), IPAddress.Loopback];
        var fetch = new GuardedFetch(
            Studio.Usual("x"), new GuardedConnection { Resolve = (_, _) => Task.FromResult(addresses) });

        ImpastoException failure = await Assert.ThrowsAnyAsync<ImpastoException>(
            () => fetch.FetchAsync("http://rebind.example/a.png", Upload(), Studio.Cancellation));

        Assert.Contains("'rebind.example' is not on the public internet", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_name_that_resolves_differently_later_is_connected_to_the_checked_address()
    {
        await using Answers good = Answers.Start("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        int lookups = 0;
        var fetch = new GuardedFetch(Studio.Usual("x"), new GuardedConnection
        {
            // The first answer is allowed; a second question gets another answer.
            Resolve = (_, _) => Task.FromResult<IPAddress[]>(
                [++lookups == 1 ? IPAddress.Loopback : IPAddress.Parse("10.0.0.1")]),
            Allows = IPAddress.IsLoopback,
        });

        byte[] bytes = await fetch.FetchAsync(
            $"http://rebind.example:{good.Port}/a.png", Upload(), Studio.Cancellation);

        Assert.Equal(("hi", 1), (Encoding.ASCII.GetString(bytes), lookups));
    }

    [Fact]
    public async Task Fetch_redirect_inside_is_refused()
    {
        await using Answers secret = Answers.Start("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret");
        await using Answers outside = Answers.Start(
            $"HTTP/1.1 302 Found\r\nLocation: http://inside.example:{secret.Port}/\r\nContent-Length: 0\r\n\r\n");
        var fetch = new GuardedFetch(Studio.Usual("x"), new GuardedConnection
        {
            Resolve = (host, _) => Task.FromResult<IPAddress[]>(
                [host == "outside.example" ? IPAddress.Loopback : IPAddress.Parse("127.0.0.2")]),
            Allows = address => address.Equals(IPAddress.Loopback),
        });

        ImpastoException failure = await Assert.ThrowsAnyAsync<ImpastoException>(
            () => fetch.FetchAsync($"http://outside.example:{outside.Port}/a.png", Upload(), Studio.Cancellation));

        Assert.Contains("'inside.example' is not on the public internet", failure.Message, StringComparison.Ordinal);
        Assert.Equal((1, 0), (outside.Served, secret.Served));
    }

    [Fact]
    public async Task Fetch_more_bytes_than_allowed_is_refused()
    {
        await using Answers large = Answers.Start(
            $"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{new string('x', 5000)}");
        StudioSettings settings = Studio.Usual("x") with { Limits = new StudioLimits { MaxUploadBytes = 1000 } };
        var fetch = new GuardedFetch(settings, new GuardedConnection { Allows = IPAddress.IsLoopback });

        await Assert.ThrowsAnyAsync<ImpastoException>(
            () => fetch.FetchAsync($"http://127.0.0.1:{large.Port}/a.png", Upload(), Studio.Cancellation));
    }

    [Fact]
    public async Task Create_address_is_refused_unless_it_is_allowed_and_then_checked()
    {
        await using Studio closed = await Studio.StartAsync();
        await using Studio open = await Studio.StartAsync(settings => settings with { AllowUrls = true });
        string own = $"http://localhost:{open.Server.Address.Port}/api/samples/cat.jpg";

        Assert.Contains("--allow-urls", await Answer(closed, "http://example.org/a.png"), StringComparison.Ordinal);
        Assert.Contains("is not on the public internet", await Answer(open, own), StringComparison.Ordinal);

        static async Task<string> Answer(Studio studio, string url)
        {
            using MultipartFormDataContent form = Studio.Form();
            form.Add(new StringContent(url), "style");
            using HttpResponseMessage response = await studio.Http.PostAsync("/api/runs", form, Studio.Cancellation);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
            return await response.Content.ReadAsStringAsync(Studio.Cancellation);
        }
    }

    private static Upload Upload() => new UploadBudget(Studio.Usual("x")).Open();

    /// <summary>A server with one answer to every request.</summary>
    private sealed class Answers : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Task _loop;

        private Answers(string answer)
        {
            _listener.Start();
            _loop = ServeAsync(Encoding.ASCII.GetBytes(answer));
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public int Served { get; private set; }

        public static Answers Start(string answer) => new(answer);

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _loop;
        }

        private async Task ServeAsync(byte[] answer)
        {
            try
            {
                while (true)
                {
                    using TcpClient client = await _listener.AcceptTcpClientAsync();
                    await using NetworkStream stream = client.GetStream();
                    _ = await stream.ReadAsync(new byte[4096]);
                    Served++;
                    await stream.WriteAsync(answer);
                }
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException or IOException)
            {
                // The test is over.
            }
        }
    }
}
