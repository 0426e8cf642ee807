using Impasto.Studio.Runs;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Impasto.Studio.Web;

/// <summary>/api/runs: creating, listing, steering and deleting runs.</summary>
internal static class RunRoutes
{
    private const int MostListed = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder runs = routes.MapGroup("/api/runs").WithTags("Runs").ProducesProblem(StatusCodes.Status404NotFound);
        runs.MapPost("", CreateAsync)
            .WithSummary("Creates a run: multipart/form-data with content, style and options by their names on the command line.")
            .Accepts<RunFields>("multipart/form-data")
            .Produces<RunView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status507InsufficientStorage)
            .WithMetadata(new AntiforgeryNotNeeded());
        runs.MapGet("", ListAsync).WithSummary("Lists runs, the newest first.");
        runs.MapGet("{id:guid}", GetAsync).WithSummary("A run, its loss curve, its history and the command line that does the same.");
        runs.MapDelete("{id:guid}", DeleteAsync).WithSummary("Removes a run and its files.");
        Change(runs, "pause", (control, id) => control.PauseAsync(id), "Ends a run for now; what was done is kept.");
        Change(runs, "stop", (control, id) => control.StopAsync(id), "Ends a run and keeps the picture so far.");
        Change(runs, "cancel", (control, id) => control.CancelAsync(id), "Gives a run up.");
        runs.MapPost("{id:guid}/continue", async (Guid id, RunChanges? changes, RunControl control) =>
                Created(id, await control.ContinueAsync(id, changes ?? new RunChanges())))
            .WithSummary("Lets a paused run go on; with other options, a new run goes on from its picture.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        runs.MapPost("{id:guid}/again", async (Guid id, RunChanges? changes, RunControl control) =>
                Created(id, await control.RepeatAsync(id, changes ?? new RunChanges())))
            .WithSummary("Does a run again with the same pictures, as it was or with other options.");
    }

    private static void Change(RouteGroupBuilder runs, string verb, Func<RunControl, Guid, Task<StudioRun>> change, string summary) =>
        runs.MapPost($"{{id:guid}}/{verb}", async (Guid id, RunControl control) => TypedResults.Ok(RunView.Of(await change(control, id))))
            .WithSummary(summary)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Created<RunView>> CreateAsync(HttpRequest request, RunForm form, RunCreation creation)
    {
        StudioRun run = await creation.CreateAsync(await form.ReadAsync(request));
        return TypedResults.Created($"/api/runs/{run.Id}", RunView.Of(run));
    }

    private static async Task<RunList> ListAsync(
        RunStore runs, [FromQuery] string search = "", [FromQuery] long? before = null, [FromQuery] int limit = 50)
    {
        List<StudioRun> found = await runs.ListAsync(search, before ?? long.MaxValue, Math.Clamp(limit, 1, MostListed));
        return new RunList([.. found.Select(RunView.Of)], await runs.QueuedAsync());
    }

    private static async Task<RunDetails> GetAsync(Guid id, RunControl control, RunStore runs, StudioSettings settings)
    {
        StudioRun run = await control.FindAsync(id);
        return new RunDetails(
            RunView.Of(run),
            run.State == RunState.Queued ? await runs.QueuedAsync(run.Created) : 0,
            await runs.CurveAsync(id),
            await runs.HistoryAsync(id),
            CommandWords.Line(CommandWords.Of(run, settings.NetworkName)));
    }

    private static async Task<NoContent> DeleteAsync(Guid id, RunControl control)
    {
        await control.DeleteAsync(id);
        return TypedResults.NoContent();
    }

    private static Results<Ok<RunView>, Created<RunView>> Created(Guid asked, StudioRun run) => run.Id == asked
        ? TypedResults.Ok(RunView.Of(run))
        : TypedResults.Created($"/api/runs/{run.Id}", RunView.Of(run));

    // What a page elsewhere could forge, OriginGuard refuses for all requests alike.
    private sealed class AntiforgeryNotNeeded : IAntiforgeryMetadata
    {
        public bool RequiresValidation => false;
    }
}
