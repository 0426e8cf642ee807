using System.Collections.Concurrent;
using System.Net;

namespace Impasto.Studio.Tests.Webhooks;

/// <summary>A program on this machine that receives messages, and answers as a test wants.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<int, int> _answer;
    private readonly Task _loop;

    private WebhookReceiver(Func<int, int> answer)
    {
        _answer = answer;
        Address = Listen();
        _loop = ReceiveAsync();
    }

    /// <summary>Where it receives.</summary>
    public Uri Address { get; }

    /// <summary>What came, in order.</summary>
    public ConcurrentQueue<Received> Messages { get; } = new();

    /// <param name="answer">The status of the answer to a message by its number, from 1.</param>
    public static WebhookReceiver Start(Func<int, int>? answer = null) => new(answer ?? (_ => 204));

    /// <summary>Waits until it has a number of messages.</summary>
    public async Task<Received[]> UntilAsync(int count)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (Messages.Count < count)
        {
            bool canStillBe = TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(60);
            Assert.True(canStillBe, $"{Messages.Count} of {count} messages came.");
            await Task.Delay(20, Studio.Cancellation);
        }

        return [.. Messages];
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _loop;
        _listener.Close();
    }

    private Uri Listen()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        int port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        return new Uri($"http://127.0.0.1:{port}/hook?key=secret");
    }

    private async Task ReceiveAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                Messages.Enqueue(new Received(
                    context.Request.Headers["webhook-id"]!,
                    context.Request.Headers["webhook-timestamp"]!,
                    context.Request.Headers["webhook-signature"]!,
                    body.ToArray()));
                context.Response.StatusCode = _answer(Messages.Count);
                context.Response.Close();
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }

    /// <summary>A message.</summary>
    internal sealed record Received(string Id, string Timestamp, string Signature, byte[] Body);
}
