using System.Net;
using System.Net.Sockets;

namespace Impasto.Studio.Safety;

/// <summary>Connects to hosts that clients name, on the public internet only.</summary>
/// <remarks>
/// Host names are resolved and checked here, and the connection goes to one of the checked addresses: a name that
/// resolves differently a moment later makes no difference. A redirect is a new connection and is checked as well.
/// </remarks>
internal sealed class GuardedConnection
{
    private const int LongestUrl = 2000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Resolves a host name. Default: the system's resolver.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Decides whether an address may be connected to. Default: public ones only.</summary>
    public Func<IPAddress, bool> Allows { get; init; } = PublicAddress.IsPublic;

    /// <summary>A URL that may be connected to, as far as its text shows; null if it is none.</summary>
    public static Uri? Parse(string url)
    {
        bool isWeb = url.Length <= LongestUrl && Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed)
            && parsed.Scheme is "http" or "https";
        return isWeb ? new Uri(url) : null;
    }

    /// <summary>A handler of requests whose connections are checked; it follows no redirect by itself.</summary>
    public SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = Patience,
        ConnectCallback = ConnectAsync,
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        DnsEndPoint target = context.DnsEndPoint;
        IPAddress[] addresses = IPAddress.TryParse(target.Host, out IPAddress? literal)
            ? [literal]
            : await Resolve(target.Host, cancellation);
        if (addresses.Length == 0 || !addresses.All(Allows))
            throw new HttpRequestException($"'{target.Host}' is not on the public internet");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
