using System.Globalization;
using Impasto.Studio.Answers;
using Impasto.Studio.Description;
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
    private const string ContentType = "text/event-stream", LastEvent = "Last-Event-ID";

    // Runs that are read again at a time, so that other streams do not wait for all of them.
    private const int RepeatedAtOnce = 100;

    // Proxies and browsers close a stream that is silent for long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly AnswerBody Body = new(
        ContentType, "event: hello\ndata: {}\n\nevent: run\nid: 2\ndata: {\"id\":\"...\",\"state\":\"running\"}\n\n");

    private static readonly ApiParameter LastOfAll = ApiParameter.Header(
        LastEvent,
        "The id of the last event that was received: what happened since comes first, the newest state of each run.",
        Schemas.Text());

    private static readonly ApiParameter LastOfOne = ApiParameter.Header(
        LastEvent,
        "The id of the last event that was received: 204 if the run is over or paused and nothing came after it.",
        Schemas.Text());

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api").WithTags("Events")
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        group.MapGet("events", (HttpContext context, RunWatch watch, IHostApplicationLifetime life) =>
                WriteAsync(context, watch, life, null))
            .WithName("watchRuns")
            .WithSummary("Server-sent events of all runs: run with the run as data, gone with the id of a deleted one.")
            .Produces(StatusCodes.Status200OK, contentType: ContentType)
            .WithMetadata(LastOfAll, Body)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("runs/{id:guid}/events", OfOneAsync)
            .WithName("watchRun")
            .WithSummary(
                "Server-sent events of one run, its present state first; the stream ends when it is over or paused.")
            .Produces(StatusCodes.Status200OK, contentType: ContentType)
            .Produces(StatusCodes.Status204NoContent)
            .WithMetadata(LastOfOne, Body);
    }

    private static async Task OfOneAsync(
        Guid id, HttpContext context, RunWatch watch, IHostApplicationLifetime life, RunControl control)
    {
        StudioRun run = await control.FindAsync(id);
        // A browser connects again after the end of a stream, until it gets this status.
        if (RunMessage.Of(run).IsLast && context.Request.Headers[LastEvent] == $"{run.Revision}")
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        else
            await WriteAsync(context, watch, life, id);
    }

    private static async Task WriteAsync(HttpContext context, RunWatch watch, IHostApplicationLifetime life, Guid? id)
    {
        HttpResponse response = context.Response;
        response.ContentType = ContentType;
        response.Headers["X-Accel-Buffering"] = "no";
        if (HeadAnswers.AreWanted(context))
            return;
        using RunSubscription subscription = await watch.SubscribeAsync(id);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, life.ApplicationStopping);
        List<RunMessage> messages = [RunMessage.Hello with { Place = subscription.Start }];
        if (id is { } one)
        {
            RunStore runs = context.RequestServices.GetRequiredService<RunStore>();
            messages.Add(await runs.FindAsync(one) is { } run ? RunMessage.Of(run) : RunMessage.Gone(one));
        }

        try
        {
            bool isOfAll = id is null;
            await WriteAsync(response, messages, isOfAll, end.Token);
            if (isOfAll)
                await RepeatAsync(context, watch, subscription, end.Token);
            // The stream of one run ends when the run is over or paused.
            while (isOfAll || !messages.Exists(message => message.IsLast))
            {
                messages = [.. await subscription.TakeAsync(Patience, end.Token)];
                await WriteAsync(response, messages.Count > 0 ? messages : [RunMessage.StillHere], isOfAll, end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader is gone, or the studio ends.
        }
    }

    private static async Task RepeatAsync(
        HttpContext context, RunWatch watch, RunSubscription subscription, CancellationToken cancellation)
    {
        bool isPlace = long.TryParse(
            context.Request.Headers[LastEvent], NumberStyles.None, CultureInfo.InvariantCulture, out long place);
        if (!isPlace)
            return;
        foreach (Guid[] ids in (await watch.MissedAsync(place)).Chunk(RepeatedAtOnce))
        {
            await watch.RepeatAsync(subscription, ids, place);
            await WriteAsync(
                context.Response, await subscription.TakeAsync(TimeSpan.Zero, cancellation), true, cancellation);
        }
    }

    private static async Task WriteAsync(
        HttpResponse response, IReadOnlyCollection<RunMessage> messages, bool isOfAll, CancellationToken cancellation)
    {
        foreach (RunMessage message in messages)
        {
            await response.Body.WriteAsync(message.Kind, cancellation);
            await response.Body.WriteAsync(message.IdLine(isOfAll), cancellation);
            await response.Body.WriteAsync(message.Data, cancellation);
        }

        await response.Body.FlushAsync(cancellation);
    }
}
