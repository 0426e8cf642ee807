using Impasto.Studio.Description;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Impasto.Studio.Web;

/// <summary>Health checks: the program answers, and its store does.</summary>
internal static class HealthRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder health = routes.MapGroup("/health").WithTags("Health");
        health.MapGet("live", () => Results.Text("alive")).WithName("isLive")
            .WithSummary("Whether the program answers.")
            .Produces(StatusCodes.Status200OK, contentType: "text/plain")
            .WithMetadata(new AnswerBody("text/plain", "alive"));
        health.MapGet("ready", ReadyAsync).WithName("isReady")
            .WithSummary("Whether the store answers, too: runs, and their files wherever these are.")
            .Produces(StatusCodes.Status200OK, contentType: "text/plain")
            .WithMetadata(new AnswerBody("text/plain", "ready"))
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> ReadyAsync(RunStore runs, IBlobStore blobs)
    {
        await runs.QueuedAsync();
        await blobs.CheckAsync();
        return Results.Text("ready");
    }
}
