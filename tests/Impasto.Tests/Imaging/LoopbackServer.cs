using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Impasto.Tests.Imaging;

/// <summary>A web server on this machine that answers exactly as the test says, correctly or not.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Func<string, Stream, CancellationToken, Task> _answer;
    private readonly Task _serving;

    /// <param name="answer">Gets the request's head and writes the response's bytes.</param>
    public LoopbackServer(Func<string, Stream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _serving = ServeAsync();
    }

    /// <summary>A server that always says the same.</summary>
    public LoopbackServer(string head, byte[]? body = null)
        : this((_, stream, cancellation) => SendAsync(stream, head, body ?? [], cancellation))
    {
    }

    public Uri Address { get; }

    /// <summary>Heads of all requests.</summary>
    public List<string> Requests { get; } = [];

    public static async Task SendAsync(Stream stream, string head, byte[] body, CancellationToken cancellation)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {head}\r\nConnection: close\r\n\r\n"), cancellation);
        await stream.WriteAsync(body, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _serving;
        _listener.Dispose();
        _closing.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_closing.Token);
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception closed) when (
            closed is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        byte[] chunk = new byte[4096];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            int read = await stream.ReadAsync(chunk, _closing.Token);
            if (read == 0)
                return;
            head.Append(Encoding.ASCII.GetString(chunk, 0, read));
        }

        Requests.Add(head.ToString());
        try
        {
            await _answer(head.ToString(), stream, _closing.Token);
        }
        catch (IOException)
        {
            // The client has heard enough.
        }
    }
}
