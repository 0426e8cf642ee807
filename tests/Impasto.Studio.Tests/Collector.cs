using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Impasto.Studio.Tests;

/// <summary>A collector of OpenTelemetry metrics that keeps what it receives.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<string> _sent = new();

    public Collector()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        _server = builder.Build();
        _server.MapPost("/v1/metrics", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            _sent.Enqueue(Encoding.Latin1.GetString(body.ToArray()));
        });
        _server.StartAsync().GetAwaiter().GetResult();
    }

    public string Address => _server.Urls.First();

    /// <summary>Waits for a metric of a name; messages contain names as plain text.</summary>
    public async Task ReceivesAsync(string metric)
    {
        while (!_sent.Any(message => message.Contains(metric, StringComparison.Ordinal)))
            await Task.Delay(50, Studio.Cancellation);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
