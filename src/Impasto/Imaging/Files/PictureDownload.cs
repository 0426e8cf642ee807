using System.Net;
using System.Reflection;
using Impasto.Storage;

namespace Impasto.Imaging.Files;

/// <summary>Fetches a picture over http or https, within limits of time and size.</summary>
internal static class PictureDownload
{
    private const int MostRedirects = 5;

    private static string UserAgent { get; } =
        $"Impasto/{Assembly.GetExecutingAssembly().GetName().Version?.ToString(2)} (neural style transfer)";

    /// <summary>Downloads the bytes.</summary>
    /// <param name="url">An http or https address.</param>
    /// <param name="maxBytes">Most bytes.</param>
    /// <param name="longest">Longest time.</param>
    /// <param name="handler">Sends the requests; must not follow redirects itself.</param>
    /// <param name="cancellation">Ends the download.</param>
    public static async Task<byte[]> FetchAsync(
        Uri url, long maxBytes, TimeSpan longest, HttpMessageHandler handler, CancellationToken cancellation)
    {
        using var client = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(longest);
        try
        {
            using HttpResponseMessage response = await FollowAsync(client, url, timeout.Token);
            return await ReadAsync(response, url, maxBytes, timeout.Token);
        }
        catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            throw Failed(url, $"it took longer than {longest.TotalSeconds:0.#} seconds", failure);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw Failed(url, failure.Reason(), failure);
        }
    }

    private static async Task<HttpResponseMessage> FollowAsync(
        HttpClient client, Uri url, CancellationToken cancellation)
    {
        Uri current = url;
        for (int hop = 0; hop <= MostRedirects; hop++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, current);
            request.Headers.UserAgent.ParseAdd(UserAgent);
            request.Headers.Accept.ParseAdd("image/*,*/*;q=0.5");
            HttpResponseMessage response = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location)
                return Require(response, url);
            response.Dispose();
            var next = new Uri(current, location);
            if (next.Scheme != current.Scheme && !(current.Scheme == "http" && next.Scheme == "https"))
                throw Failed(url, $"it redirects from {current.Scheme} to {next.Scheme}, which is not followed");
            current = next;
        }

        throw Failed(url, $"it redirects more than {MostRedirects} times");
    }

    private static bool IsRedirect(HttpStatusCode status) => status
        is HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static HttpResponseMessage Require(HttpResponseMessage response, Uri url)
    {
        if (response.IsSuccessStatusCode)
            return response;
        string why = $"the server answered {(int)response.StatusCode} {response.ReasonPhrase}";
        response.Dispose();
        throw Failed(url, why);
    }

    private static async Task<byte[]> ReadAsync(
        HttpResponseMessage response, Uri url, long maxBytes, CancellationToken cancellation)
    {
        long? length = response.Content.Headers.ContentLength;
        if (length > maxBytes)
            throw Failed(url, $"it has {length} bytes, and the limit is {maxBytes}");
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellation);
        return await BoundedStream.ReadAsync(body, maxBytes, cancellation)
            ?? throw Failed(url, $"it has more than {maxBytes} bytes, which is the limit");
    }

    private static PictureException Failed(Uri url, string why, Exception? failure = null) =>
        new($"'{url}' could not be fetched: {why}.", failure!) { PictureName = url.ToString() };
}
