using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Impasto.Studio.Tests.Fuzzing;

/// <summary>What a studio answers to bytes that need not be a valid request.</summary>
/// <param name="Status">The status; 0 if the connection was closed without one.</param>
/// <param name="Problem">What is wrong with the answer; null for nothing.</param>
internal sealed partial record RawAnswer(int Status, string? Problem)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A request that lost its "Connection: close" leaves the connection open after the answer.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Sends a request on a connection of its own, and waits for the answer and until the studio closes it.
    /// </summary>
    public static async Task<RawAnswer> AskAsync(Uri studio, byte[] request, CancellationToken cancellation)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        // No waiting for late packets: a test makes more connections than there are ports.
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        await socket.ConnectAsync(studio.Host, studio.Port, cancellation);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bool isWhole = IsWhole(request);
        patience.CancelAfter(isWhole ? Patience : Rest);
        var text = new StringBuilder();
        try
        {
            await socket.SendAsync(request, patience.Token);
            byte[] buffer = new byte[16384];
            while (!IsStream(text) && await socket.ReceiveAsync(buffer, patience.Token) is > 0 and int read)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
                if (HasHead(text))
                    patience.CancelAfter(Rest);
            }
        }
        catch (SocketException)
        {
            // The studio closes the connection of a request that is damaged beyond reading.
        }
        catch (OperationCanceledException) when (HasHead(text) || !isWhole)
        {
            // All of it is here, or the studio waits for the rest of the request.
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new RawAnswer(0, $"no answer within {Patience.TotalSeconds} s, only: {text}");
        }

        return Judge(text.ToString());
    }

    // Damage may leave less of a body than its length says.
    private static bool IsWhole(byte[] request)
    {
        string[] parts = Encoding.Latin1.GetString(request).Split("\r\n\r\n", 2);
        return parts is [var head, var body]
            && Length().Matches(head).All(length => long.Parse(length.Groups["n"].Value, CultureInfo.InvariantCulture)
                <= body.Length)
            && !head.Contains("Transfer-Encoding", StringComparison.OrdinalIgnoreCase);
    }

    private static bool HasHead(StringBuilder text) =>
        text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal);

    private static bool IsStream(StringBuilder text) =>
        text.Length > 0 && text.ToString().Contains("text/event-stream", StringComparison.Ordinal);

    [GeneratedRegex(
        "\nContent-Length: *(?<n>[0-9]{1,15})",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Length();

    private static RawAnswer Judge(string text)
    {
        if (text.Length == 0)
            return new RawAnswer(0, null);
        string[] words = text.Split('\n')[0].Split(' ');
        if (words.Length < 2 || !int.TryParse(words[1], out int status))
            return new RawAnswer(0, $"no status: {text}");
        // HTTP/3.1 and its like are a version that is not served.
        bool isBad = status >= 500 && status is not (501 or 505 or 507);
        bool isUnexpected = status >= 400 && text.Contains("unexpected", StringComparison.OrdinalIgnoreCase);
        return new RawAnswer(status, isBad || isUnexpected ? text : null);
    }
}
