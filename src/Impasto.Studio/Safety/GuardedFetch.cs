using Impasto.Imaging;

namespace Impasto.Studio.Safety;

/// <summary>Fetches pictures from addresses that clients name, from the public internet only.</summary>
internal sealed class GuardedFetch(StudioSettings settings, GuardedConnection connection)
{
    /// <summary>Fetches a file.</summary>
    /// <exception cref="ImpastoException">
    /// The URL is invalid, leads to an address that is not allowed, or can't be fetched.
    /// </exception>
    public async Task<byte[]> FetchAsync(string url, CancellationToken cancellation)
    {
        if (GuardedConnection.Parse(url) is null)
            throw new ImpastoException("Expected an address that begins with http:// or https://.");
        using SocketsHttpHandler handler = connection.CreateHandler();
        var limits = new PictureLimits
        {
            MaxBytes = settings.Limits.MaxUploadBytes,
            Timeout = TimeSpan.FromSeconds(30),
        };
        return (await new PictureReader(limits, handler: handler).FetchAsync(url, cancellation))!;
    }
}
