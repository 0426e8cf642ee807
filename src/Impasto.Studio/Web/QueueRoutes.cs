using Impasto.Studio.QueueViews;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Impasto.Studio.Web;

/// <summary>/api/queue: what waits and who paints, the order, and the end of all that wait.</summary>
internal static class QueueRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder queue = routes.MapGroup("/api/queue").WithTags("Queue");
        queue.MapGet("", (QueueReport report) => report.ReadAsync()).WithName("getQueue")
            .WithSummary("The runs that wait in their order, the runs that are painted, the workers, and the disk.")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        queue.MapPost("cancel", async (QueueControl control) => new CancelledRuns(await control.CancelAllAsync()))
            .WithName("cancelWaiting")
            .WithSummary("Gives up all runs that wait.");
        MapMove(queue, "first", _ => 0, "Lets a run be the next one.");
        MapMove(queue, "up", place => place - 1, "Moves a run one place to the front.");
        MapMove(queue, "down", place => place + 1, "Moves a run one place to the end.");
        MapMove(queue, "last", _ => int.MaxValue, "Lets a run be the last one.");
        queue.MapPost(
                "{id:guid}/place/{place:int:min(1)}",
                (Guid id, int place, QueueControl control, QueueReport report) =>
                    MoveAsync(id, _ => place - 1, control, report))
            .WithName("placeRun")
            .WithSummary("Moves a run to a place: 1 is the next one.")
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static void MapMove(RouteGroupBuilder queue, string verb, Func<int, int> to, string summary) =>
        queue.MapPost($"{{id:guid}}/{verb}", (Guid id, QueueControl control, QueueReport report) =>
                MoveAsync(id, to, control, report))
            .WithName($"move{char.ToUpperInvariant(verb[0])}{verb[1..]}")
            .WithSummary(summary)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<QueueView> MoveAsync(
        Guid id, Func<int, int> to, QueueControl control, QueueReport report)
    {
        await control.MoveAsync(id, to);
        return await report.ReadAsync();
    }
}
