using System.Net;
using System.Net.Sockets;
using Impasto.Imaging;

namespace Impasto.Studio.Safety;

/// <summary>Fetches pictures from addresses that clients name, from the public internet only.</summary>
/// <remarks>
/// Host names are resolved and checked here, and the connection goes to one of the checked addresses: a name that
/// resolves differently a moment later makes no difference. A redirect is a new connection and is checked as well.
/// </remarks>
internal sealed class GuardedFetch(StudioSettings settings)
{
    private const int LongestUrl = 2000;

    /// <summary>Resolves a host name. Default: the system's resolver.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Decides whether an address may be connected to. Default: public ones only.</summary>
    public Func<IPAddress, bool> Allows { get; init; } = PublicAddress.IsPublic;

    /// <summary>Fetches a file.</summary>
    /// <exception cref="ImpastoException">
    /// The URL is invalid, leads to an address that is not allowed, or can't be fetched.
    /// </exception>
    public async Task<byte[]> FetchAsync(string url, CancellationToken cancellation)
    {
        bool isWeb = url.Length <= LongestUrl && Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed)
            && parsed.Scheme is "http" or "https";
        if (!isWeb)
            throw new ImpastoException("Expected an address that begins with http:// or https://.");
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            ConnectCallback = ConnectAsync,
        };
        var limits = new PictureLimits
        {
            MaxBytes = settings.Limits.MaxUploadBytes,
            Timeout = TimeSpan.FromSeconds(30),
        };
        return (await new PictureReader(limits, handler: handler).FetchAsync(url, cancellation))!;
    }

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
