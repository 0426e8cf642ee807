using System.Diagnostics;
using System.Net;
using Impasto.Imaging;
using NetVips;

namespace Impasto.Tests.Imaging;

public sealed class PictureDownloadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAsync_address_gives_the_picture_and_says_who_asks()
    {
        await using var server = new LoopbackServer($"200 OK\r\nContent-Length: {Png().Length}", Png());

        Picture picture = await new PictureReader().ReadAsync(server.Address.ToString(), Cancellation);

        Assert.Equal((5, 4), (picture.Width, picture.Height));
        Assert.Contains("User-Agent: Impasto/", server.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_redirects_are_followed_up_to_five()
    {
        await using var server = new LoopbackServer((head, stream, cancellation) =>
        {
            int hop = head[5] - '0';
            return hop == 5
                ? LoopbackServer.SendAsync(stream, "200 OK", Png(), cancellation)
                : LoopbackServer.SendAsync(stream, $"302 Found\r\nLocation: /{hop + 1}", [], cancellation);
        });

        Picture picture = await new PictureReader().ReadAsync($"{server.Address}0", Cancellation);

        Assert.Equal(5, picture.Width);
        Assert.Equal(6, server.Requests.Count);
    }

    [Fact]
    public async Task ReadAsync_endless_redirects_end()
    {
        await using var server = new LoopbackServer("301 Moved Permanently\r\nLocation: /again");

        await AssertFailsAsync(server, "it redirects more than 5 times");

        Assert.Equal(6, server.Requests.Count);
    }

    [Theory]
    [InlineData("file:///etc/hostname", "file")]
    [InlineData("ftp://127.0.0.1/a.png", "ftp")]
    [InlineData("gopher://127.0.0.1/", "gopher")]
    public async Task ReadAsync_redirect_to_another_scheme_is_not_followed(string target, string scheme)
    {
        await using var server = new LoopbackServer($"302 Found\r\nLocation: {target}");

        await AssertFailsAsync(server, $"it redirects from http to {scheme}, which is not followed");
    }

    [Fact]
    public async Task ReadAsync_redirect_from_https_to_http_is_not_followed()
    {
        using var handler = new StubHandler(request => Redirect(request, "http://example.org/a.png"));

        var failure = await Assert.ThrowsAsync<PictureException>(
            () => new PictureReader(handler: handler).ReadAsync("https://example.org/a.png", Cancellation));

        Assert.Equal(
            "'https://example.org/a.png' could not be fetched: it redirects from https to http, which is not followed.",
            failure.Message);
    }

    [Fact]
    public async Task ReadAsync_redirect_from_http_to_https_is_followed()
    {
        using var handler = new StubHandler(request => request.RequestUri!.Scheme == "http"
            ? Redirect(request, "https://example.org/a.png")
            : new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Png()) });

        Assert.Equal(
            5, (await new PictureReader(handler: handler).ReadAsync("http://example.org/a.png", Cancellation)).Width);
    }

    [Fact]
    public async Task ReadAsync_404_is_reported()
    {
        await using var server = new LoopbackServer("404 Not Found\r\nContent-Length: 0");

        await AssertFailsAsync(server, "the server answered 404 Not Found");
    }

    [Fact]
    public async Task ReadAsync_redirect_to_nowhere_is_reported()
    {
        await using var server = new LoopbackServer("302 Found\r\nContent-Length: 0");

        await AssertFailsAsync(server, "the server answered 302 Found");
    }

    [Fact]
    public async Task ReadAsync_length_beyond_the_limit_is_refused_before_the_body()
    {
        await using var server = new LoopbackServer("200 OK\r\nContent-Length: 5000000000");

        await AssertFailsAsync(server, "it has 5000000000 bytes, and the limit is 1000000");
    }

    [Fact]
    public async Task ReadAsync_endless_body_stops_at_the_limit()
    {
        await using var server = new LoopbackServer(async (_, stream, cancellation) =>
        {
            await LoopbackServer.SendAsync(stream, "200 OK", [], cancellation);
            while (true)
                await stream.WriteAsync(new byte[1 << 16], cancellation);
        });

        await AssertFailsAsync(server, "it has more than 1000000 bytes, which is the limit");
    }

    [Fact]
    public async Task ReadAsync_slow_body_ends_with_the_time()
    {
        await using var server = new LoopbackServer(async (_, stream, cancellation) =>
        {
            await LoopbackServer.SendAsync(stream, "200 OK", [], cancellation);
            for (int i = 0; i < 1000; i++)
            {
                await stream.WriteAsync(new byte[1], cancellation);
                await Task.Delay(20, cancellation);
            }
        });
        long start = Stopwatch.GetTimestamp();

        await AssertFailsAsync(
            server, "it took longer than 0.3 seconds", new PictureLimits { Timeout = TimeSpan.FromSeconds(0.3) });

        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5), "The limit was not kept.");
    }

    [Fact]
    public async Task ReadAsync_silent_server_ends_with_the_time()
    {
        await using var server = new LoopbackServer((_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation));

        await AssertFailsAsync(
            server, "it took longer than 0.3 seconds", new PictureLimits { Timeout = TimeSpan.FromSeconds(0.3) });
    }

    [Fact]
    public async Task ReadAsync_length_longer_than_the_body_is_reported()
    {
        await using var server = new LoopbackServer($"200 OK\r\nContent-Length: {Png().Length + 100}", Png());

        var failure = await Assert.ThrowsAsync<PictureException>(
            () => new PictureReader().ReadAsync(server.Address.ToString(), Cancellation));

        Assert.StartsWith($"'{server.Address}' could not be fetched: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_length_shorter_than_the_body_gives_a_damaged_picture()
    {
        await using var server = new LoopbackServer($"200 OK\r\nContent-Length: {Png().Length - 30}", Png());

        var failure = await Assert.ThrowsAsync<PictureException>(
            () => new PictureReader().ReadAsync(server.Address.ToString(), Cancellation));

        Assert.Equal($"'{server.Address}' can't be read: it is damaged or cut off.", failure.Message);
    }

    [Fact]
    public async Task ReadAsync_nobody_listening_is_reported()
    {
        var server = new LoopbackServer("200 OK");
        await server.DisposeAsync();

        var failure = await Assert.ThrowsAsync<PictureException>(
            () => new PictureReader().ReadAsync(server.Address.ToString(), Cancellation));

        Assert.Contains("could not be fetched", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_cancelled_download_is_a_cancellation_not_a_failure()
    {
        await using var server = new LoopbackServer((_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation));
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new PictureReader().ReadAsync(server.Address.ToString(), cancelled.Token));
    }

    private static async Task AssertFailsAsync(LoopbackServer server, string why, PictureLimits? limits = null)
    {
        var reader = new PictureReader(limits ?? new PictureLimits { MaxBytes = 1_000_000 });
        var failure = await Assert.ThrowsAsync<PictureException>(
            () => reader.ReadAsync(server.Address.ToString(), Cancellation));
        Assert.Equal($"'{server.Address}' could not be fetched: {why}.", failure.Message);
    }

    private static byte[] Png()
    {
        using Image image = Pixels.Image8(5, 4, 3);
        return image.PngsaveBuffer();
    }

    private static HttpResponseMessage Redirect(HttpRequestMessage request, string target) =>
        new(HttpStatusCode.Found) { RequestMessage = request, Headers = { Location = new Uri(target) } };

    private sealed class StubHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer(request));
    }
}
