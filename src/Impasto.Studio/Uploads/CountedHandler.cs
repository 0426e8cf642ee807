namespace Impasto.Studio.Uploads;

/// <summary>
/// Counts what is fetched from an address as part of the upload of the request that names the address.
/// </summary>
/// <param name="upload">The upload.</param>
/// <param name="inner">Fetches it.</param>
internal sealed class CountedHandler(Upload upload, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        HttpContent content = response.Content;
        Stream body = await content.ReadAsStreamAsync(cancellationToken);
        response.Content = new StreamContent(new CountedStream(body, upload));
        foreach ((string name, IEnumerable<string> values) in content.Headers)
            response.Content.Headers.TryAddWithoutValidation(name, values);
        return response;
    }
}
