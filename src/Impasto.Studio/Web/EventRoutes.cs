using Impasto.Studio.Events;
using Impasto.Studio.Requests;
using Impasto.Studio.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Impasto.Studio.Web;

/// <summary>Server-sent events of one run or of all runs.</summary>
internal static class EventRoutes
{
    private const string ContentType = "text/event-stream";

    // Proxies and browsers close a stream that is silent for long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api").WithTags("Events")
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        group.MapGet("events", (HttpContext context, RunWatch watch, IHostApplicationLifetime life) =>
                WriteAsync(context, watch, life, null))
            .WithSummary("Server-sent events of all runs: run with the run as data, gone with the id of a deleted one.")
            .Produces(StatusCodes.Status200OK, contentType: ContentType);
        group.MapGet("runs/{id:guid}/events", OfOneAsync)
            .WithSummary("Server-sent events of one run, its present state first.")
            .Produces(StatusCodes.Status200OK, contentType: ContentType);
    }

    private static async Task OfOneAsync(
        Guid id, HttpContext context, RunWatch watch, IHostApplicationLifetime life, RunControl control)
    {
        await control.FindAsync(id);
        await WriteAsync(context, watch, life, id);
    }

    private static async Task WriteAsync(HttpContext context, RunWatch watch, IHostApplicationLifetime life, Guid? id)
    {
        using RunSubscription subscription = await watch.SubscribeAsync(id);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, life.ApplicationStopping);
        HttpResponse response = context.Response;
        response.ContentType = ContentType;
        response.Headers["X-Accel-Buffering"] = "no";
        await response.Body.WriteAsync(RunSubscription.Encode("hello", "{}"), end.Token);
        if (id is { } one && await context.RequestServices.GetService<RunStore>()!.FindAsync(one) is { } run)
            await response.Body.WriteAsync(RunWatch.Event(run), end.Token);
        await response.Body.FlushAsync(end.Token);
        try
        {
            while (true)
                await WriteAsync(response, await subscription.TakeAsync(Patience, end.Token), end.Token);
        }
        catch (OperationCanceledException)
        {
            // The reader is gone, or the studio ends.
        }
    }

    private static async Task WriteAsync(
        HttpResponse response, IReadOnlyCollection<byte[]> messages, CancellationToken cancellation)
    {
        foreach (byte[] message in messages.Count > 0 ? messages : [": still here\n\n"u8.ToArray()])
            await response.Body.WriteAsync(message, cancellation);
        await response.Body.FlushAsync(cancellation);
    }
}
