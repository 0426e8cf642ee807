using Impasto.Studio.Answers;
using Impasto.Studio.Description;
using Impasto.Studio.Requests;
using Impasto.Studio.Requests.Batches;
using Impasto.Studio.Runs;
using Impasto.Studio.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Impasto.Studio.Web;

/// <summary>/api/batches: creates, shows, controls and deletes several runs at once.</summary>
internal static class BatchRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder batches = routes.MapGroup("/api/batches").WithTags("Batches");
        batches.MapPost("", CreateAsync)
            .WithName("createBatch")
            .WithSummary(
                "Creates several runs, all or none: each photograph with all paintings together or with each, with "
                + "every value of one option, or in several variations.")
            .Accepts<object>("multipart/form-data", "application/json")
            .Produces<BatchView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithMetadata(RunRoutes.KeyHeader, AnswerHeader.Location, new AntiforgeryNotNeeded());
        batches.MapGet("{id:guid}", GetAsync)
            .WithName("getBatch")
            .WithSummary("A batch: how far it is, its runs in order, and how much time they need about.")
            .Produces<BatchView>()
            .WithMetadata(AnswerHeader.ETag);
        batches.MapDelete("{id:guid}", async (Guid id, BatchControl control) =>
            {
                await control.DeleteAsync(id);
                return TypedResults.NoContent();
            })
            .WithName("deleteBatch")
            .WithSummary("Removes all runs of a batch and their files.");
        MapChange(batches, "pause", (control, id) => control.PauseAsync(id), "Ends its runs for now.");
        MapChange(batches, "continue", (control, id) => control.ContinueAsync(id), "Continues its paused runs.");
        MapChange(batches, "cancel", (control, id) => control.CancelAsync(id), "Gives up its runs that are not over.");
        batches.MapGet("{id:guid}/results.zip", ZipAsync)
            .WithName("getBatchResults")
            .WithSummary(
                "The results that a batch has so far, in the format png, jpg or tif if they have it, and else in the "
                + "first one that they have.")
            .WithMetadata(ZipRoutes.FormatParameter, new AnswerBody(ZipRoutes.Type))
            .Produces(StatusCodes.Status200OK, contentType: ZipRoutes.Type);
    }

    private static void MapChange(
        RouteGroupBuilder batches,
        string verb,
        Func<BatchControl, Guid, Task<IReadOnlyList<StudioRun>>> change,
        string summary) => batches.MapChange<BatchControl, BatchView>(
            "Batch", verb, async (control, id) => BatchView.Of(await change(control, id)), summary);

    // Whoever asks again and again gets the answer only when it has changed; then the runs are read, and not before.
    private static async Task<IResult> GetAsync(Guid id, HttpContext context, BatchControl control)
    {
        EntityTagHeaderValue tag = await control.TagAsync(id);
        if (FileAnswers.TryKnown(context, tag))
            return Results.Empty;
        var batch = BatchView.Of(await control.FindAsync(id));
        TaggedAnswers.Mark(context.Response, tag);
        return TypedResults.Ok(batch);
    }

    private static async Task<Created<BatchView>> CreateAsync(
        HttpRequest request, BatchForm form, RunCreation creation)
    {
        IReadOnlyList<NewRun> wanted = await form.ReadAsync(request);
        var key = RunKey.Of(request, wanted);
        var batch = BatchView.Of(await creation.CreateAllAsync([.. wanted.Select(run => run with { Key = key })]));
        return TypedResults.Created(batch.Links.Self, batch);
    }

    private static async Task ZipAsync(
        Guid id, HttpContext context, BatchControl control, ResultFiles results, string format = "png")
    {
        StudioRun[] runs = [.. (await control.FindAsync(id)).Where(run => run.HasResult)];
        if (runs.Length == 0)
            throw StudioProblem.Missing("result");
        await ZipRoutes.ZipAsync(context, results, runs, format);
    }
}
