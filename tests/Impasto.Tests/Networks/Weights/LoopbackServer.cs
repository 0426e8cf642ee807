using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Impasto.Tests.Networks.Weights;

/// <summary>An http or https server on this machine that answers as the test says, one request a connection.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<LoopbackRequest> _requests = new();
    private readonly Func<LoopbackRequest, int, LoopbackReply> _answer;
    private readonly X509Certificate2? _certificate;

    /// <param name="answer">Answers a request, given how many came before it.</param>
    /// <param name="secure">Whether to speak https, with a certificate that nobody knows.</param>
    public LoopbackServer(Func<LoopbackRequest, int, LoopbackReply> answer, bool secure = false)
    {
        _answer = answer;
        _certificate = secure ? Certificate() : null;
        _listener.Start();
        Url = $"{(secure ? "https" : "http")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = AcceptAsync();
    }

    public string Url { get; }

    public IReadOnlyList<LoopbackRequest> Requests => [.. _requests];

    public void Dispose()
    {
        _listener.Dispose();
        _certificate?.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception failure) when (
            failure is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Disposed: the test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            await using (Stream stream = await OpenAsync(client))
            {
                LoopbackRequest request = await ReadAsync(stream);
                int before = _requests.Count;
                _requests.Enqueue(request);
                LoopbackReply reply = _answer(request, before);
                string headers = string.Concat(reply.Headers.Select(header => header + "\r\n"));
                await stream.WriteAsync(Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 {reply.Status}\r\nContent-Length: "
                    + $"{reply.Promised ?? reply.Body.Length}\r\nConnection: close\r\n{headers}\r\n"));
                await stream.WriteAsync(reply.Body);
                await stream.FlushAsync();
                await reply.Close;
            }
        }
        catch (Exception failure) when (
            failure is IOException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away.
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client)
    {
        if (_certificate is null)
            return client.GetStream();
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(_certificate);
        return stream;
    }

    private static async Task<LoopbackRequest> ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        string first = await reader.ReadLineAsync() ?? throw new IOException("The client asks for nothing.");
        string path = first.Split(' ')[1];
        long? from = null;
        string? ifRange = null;
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                from = long.Parse(line["Range: bytes=".Length..].TrimEnd('-'));
            else if (line.StartsWith("If-Range: ", StringComparison.OrdinalIgnoreCase))
                ifRange = line["If-Range: ".Length..];
        }

        return new LoopbackRequest(path, from, ifRange);
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(
            new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        // Windows only serves with a key that has been through a file.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
