using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Impasto.Studio.Tests.Uploads;

/// <summary>A client of a socket of its own, which sends a part of a form and then nothing.</summary>
internal sealed class SlowSender : IDisposable
{
    private const int Piece = 50_000;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>True when the studio has answered, or has closed the connection.</summary>
    public bool HasAnswer => _socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    /// <summary>Sends a part of a form, in pieces, as long as there is no answer.</summary>
    /// <param name="address">The studio.</param>
    /// <param name="announced">The length of the whole; null sends it in chunks without announcing one.</param>
    /// <param name="bytes">Bytes to send.</param>
    public static async Task<SlowSender> SendAsync(Uri address, int? announced, int bytes)
    {
        var sender = new SlowSender();
        await sender._socket.ConnectAsync(IPAddress.Loopback, address.Port, Studio.Cancellation);
        string length = announced is null ? "Transfer-Encoding: chunked" : $"Content-Length: {announced}";
        await sender.WriteAsync(
            $"POST /api/runs HTTP/1.1\r\nHost: {address.Authority}\r\n{length}\r\n"
            + "Content-Type: multipart/form-data; boundary=b\r\n\r\n");
        await sender.WritePieceAsync(
            announced is null, "--b\r\nContent-Disposition: form-data; name=content; filename=a.png\r\n\r\n");
        string piece = new('x', Piece);
        for (int sent = 0; sent < bytes && !sender.HasAnswer; sent += Piece)
            await sender.WritePieceAsync(announced is null, piece);
        return sender;
    }

    /// <summary>The status and the code of the studio's answer, and whether it says when to try again.</summary>
    public async Task<(int Status, string? Code, bool SaysWhen)> AnswerAsync()
    {
        await using var stream = new NetworkStream(_socket, ownsSocket: false);
        byte[] buffer = new byte[10_000];
        int length = 0;
        while (!Encoding.ASCII.GetString(buffer, 0, length).Contains('}'))
        {
            int read = await stream.ReadAsync(buffer.AsMemory(length), Studio.Cancellation);
            Assert.True(read > 0, Encoding.ASCII.GetString(buffer, 0, length));
            length += read;
        }

        string answer = Encoding.ASCII.GetString(buffer, 0, length);
        int begin = answer.IndexOf('{', StringComparison.Ordinal);
        using var problem = JsonDocument.Parse(answer[begin..(answer.LastIndexOf('}') + 1)]);
        return (
            int.Parse(answer.Split(' ')[1], CultureInfo.InvariantCulture),
            problem.RootElement.GetProperty("code").GetString(),
            answer.Contains("Retry-After: ", StringComparison.Ordinal));
    }

    public void Dispose() => _socket.Dispose();

    private Task WritePieceAsync(bool isChunk, string text) => WriteAsync(
        isChunk ? string.Create(CultureInfo.InvariantCulture, $"{text.Length:x}\r\n{text}\r\n") : text);

    private async Task WriteAsync(string text)
    {
        ReadOnlyMemory<byte> left = Encoding.ASCII.GetBytes(text);
        while (left.Length > 0 && !HasAnswer)
            left = left[await _socket.SendAsync(left, SocketFlags.None, Studio.Cancellation)..];
    }
}
