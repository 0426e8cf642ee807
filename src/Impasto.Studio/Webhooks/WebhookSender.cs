using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Impasto.Studio.Safety;

namespace Impasto.Studio.Webhooks;

/// <summary>Sends one message, once.</summary>
internal sealed class WebhookSender : IDisposable
{
    private const string Id = "webhook-id", Timestamp = "webhook-timestamp", Signature = "webhook-signature";

    private readonly TimeProvider _clock;
    private readonly WebhookSignature _signature;
    private readonly HttpClient _http;

    /// <param name="settings">Settings with a secret.</param>
    /// <param name="connection">Refuses addresses inside the studio's own network.</param>
    public WebhookSender(StudioSettings settings, GuardedConnection connection)
    {
        _clock = settings.Clock;
        _signature = new WebhookSignature(settings.WebhookSecret!);
        _http = new HttpClient(connection.CreateHandler()) { Timeout = TimeSpan.FromSeconds(20) };
    }

    /// <summary>Sends a message.</summary>
    /// <returns>Null if it arrived: an answer from 200 to 299. Otherwise why not, and whether a later try makes
    /// sense.</returns>
    /// <exception cref="OperationCanceledException">The program ends.</exception>
    public async Task<WebhookRefusal?> SendAsync(WebhookTask task, CancellationToken cancellation)
    {
        byte[] body = WebhookMessage.Of(task.Run).ToJson();
        string id = $"{task.Run.Id:N}";
        long seconds = _clock.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, task.Url)
        {
            Content = new ByteArrayContent(body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        request.Headers.Add(Id, id);
        request.Headers.Add(Timestamp, seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(Signature, _signature.Of(id, seconds, body));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Impasto", null));
        try
        {
            using HttpResponseMessage answer = await _http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            HttpStatusCode status = answer.StatusCode;
            return answer.IsSuccessStatusCode
                ? null
                : new WebhookRefusal($"It answered {(int)status}.", MayPass: status != HttpStatusCode.Gone);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new WebhookRefusal("It did not answer in time.", MayPass: true);
        }
        catch (HttpRequestException failure)
        {
            return new WebhookRefusal($"{failure.Message.TrimEnd('.')}.", MayPass: true);
        }
    }

    public void Dispose() => _http.Dispose();
}
