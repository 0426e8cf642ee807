using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using Impasto.Imaging;
using Impasto.Networks.Weights;
using Impasto.Samples.Endpoint;
using Impasto.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Impasto.Samples.Tests;

/// <summary>The sample's endpoint on a free port, with a recipe of the test's.</summary>
internal sealed class RunningEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;
    private int _evaluations;

    private RunningEndpoint(int steps)
    {
        Stylizer = new Stylizer(
            NetworkCatalog.Compact().Network, new WatchedDevice(() => Interlocked.Increment(ref _evaluations)));
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(Stylizer);
        builder.Services.AddSingleton(SmallRecipe.WithSteps(steps));
        _app = builder.Build();
        _app.MapPaint();
        _http = new HttpClient();
    }

    public Stylizer Stylizer { get; }

    /// <summary>Losses and gradients that were computed.</summary>
    public int Evaluations => Volatile.Read(ref _evaluations);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<RunningEndpoint> StartAsync(int steps)
    {
        var running = new RunningEndpoint(steps);
        await running._app.StartAsync(Cancellation);
        running._http.BaseAddress = new Uri(running._app.Urls.Single());
        return running;
    }

    /// <summary>Sends two files; the answer's body is not read yet.</summary>
    public async Task<HttpResponseMessage> PostAsync(byte[] photo, byte[] painting)
    {
        using var form = new MultipartFormDataContent
        {
            { Part(photo), "photo", "photo.png" }, { Part(painting), "painting", "painting.png" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/paint") { Content = form };
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
    }

    /// <summary>The events of an answer, as they come.</summary>
    public static async IAsyncEnumerable<SseItem<string>> EventsAsync(HttpResponseMessage response)
    {
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using Stream body = await response.Content.ReadAsStreamAsync(Cancellation);
        await foreach (SseItem<string> item in SseParser.Create(body).EnumerateAsync(Cancellation))
            yield return item;
    }

    public static byte[] Encode(Picture picture) => PictureWriter.Encode(picture, PictureFormat.Png);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        Stylizer.Dispose();
    }

    private static ByteArrayContent Part(byte[] file)
    {
        var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return part;
    }
}
