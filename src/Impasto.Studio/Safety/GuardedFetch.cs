using Impasto.Imaging;
using Impasto.Studio.Answers;
using Impasto.Studio.Uploads;

namespace Impasto.Studio.Safety;

/// <summary>Fetches pictures from addresses that clients name, from the public internet only.</summary>
internal sealed class GuardedFetch(StudioSettings settings, GuardedConnection connection)
{
    /// <summary>Fetches a file.</summary>
    /// <param name="url">Its address.</param>
    /// <param name="upload">What the request has sent and named so far, whose limit holds for all together.</param>
    /// <param name="cancellation">Ends the fetching.</param>
    /// <exception cref="ImpastoException">
    /// The URL is invalid, leads to an address that is not allowed, or can't be fetched.
    /// </exception>
    /// <exception cref="StudioProblem">Other uploads leave no room for it (503), or it is too slow (408).</exception>
    public async Task<byte[]> FetchAsync(string url, Upload upload, CancellationToken cancellation)
    {
        if (GuardedConnection.Parse(url) is null)
            throw new ImpastoException("Expected an address that begins with http:// or https://.");
        using var handler = new CountedHandler(upload, connection.CreateHandler());
        var limits = new PictureLimits
        {
            MaxBytes = Math.Max(0, settings.Limits.MaxUploadBytes - upload.Received),
            Timeout = TimeSpan.FromSeconds(30),
        };
        upload.Begin();
        byte[] bytes = (await new PictureReader(limits, handler: handler).FetchAsync(url, cancellation))!;
        upload.End();
        return bytes;
    }
}
