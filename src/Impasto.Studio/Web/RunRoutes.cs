using System.Globalization;
using Impasto.Studio.Answers;
using Impasto.Studio.Events;
using Impasto.Studio.Requests;
using Impasto.Studio.Runs;
using Impasto.Studio.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Impasto.Studio.Web;

/// <summary>/api/runs: creates, lists, controls and deletes runs.</summary>
internal static class RunRoutes
{
    private const int UsuallyListed = 50;
    private const int MostListed = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder runs = routes.MapGroup("/api/runs").WithTags("Runs")
            .ProducesProblem(StatusCodes.Status404NotFound);
        MapCreate(runs);
        runs.MapGet("", ListAsync).WithSummary("Lists runs, the newest first; ?before= takes next of the page before.");
        runs.MapGet("{id:guid}", GetAsync)
            .WithSummary("A run, its loss curve, its history and the command line that makes the same picture.");
        runs.MapDelete("{id:guid}", DeleteAsync).WithSummary("Removes a run and its files.");
        MapChange(runs, "pause", (control, id) => control.PauseAsync(id), "Ends a run for now; it can be continued.");
        MapChange(runs, "stop", (control, id) => control.StopAsync(id), "Ends a run and keeps the picture so far.");
        MapChange(runs, "cancel", (control, id) => control.CancelAsync(id), "Gives a run up.");
        runs.MapPost("{id:guid}/continue", async (Guid id, HttpRequest request, RunControl control) =>
                Created(id, await control.ContinueAsync(id, await RunChangesBody.ReadAsync(request))))
            .Accepts<RunChanges>(isOptional: true, "application/json")
            .WithSummary("Continues a paused run; with other options, continues from its picture in a new run.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        runs.MapPost("{id:guid}/again", async (Guid id, HttpRequest request, RunControl control) =>
                Created(id, await control.RepeatAsync(id, await RunChangesBody.ReadAsync(request))))
            .Accepts<RunChanges>(isOptional: true, "application/json")
            .WithSummary("Repeats a run with the same pictures, with the same options or others.");
    }

    private static void MapCreate(RouteGroupBuilder runs) => runs.MapPost("", CreateAsync)
        .WithSummary(
            "Creates a run: a form, or JSON with the same fields, has content, style and options named as on the "
            + "command line. The same Idempotency-Key makes no second run; Prefer: wait=SECONDS answers at its end.")
        .Accepts<RunFields>("multipart/form-data", "application/json")
        .Produces<RunView>(StatusCodes.Status201Created)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status507InsufficientStorage)
        .WithMetadata(new AntiforgeryNotNeeded());

    private static void MapChange(
        RouteGroupBuilder runs, string verb, Func<RunControl, Guid, Task<StudioRun>> change, string summary) =>
        runs.MapPost($"{{id:guid}}/{verb}", async (Guid id, RunControl control) =>
                TypedResults.Ok(RunView.Of(await change(control, id))))
            .WithSummary(summary)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Created<RunView>> CreateAsync(
        HttpRequest request, RunForm form, RunCreation creation, RunWait wait)
    {
        NewRun wanted = await form.ReadAsync(request);
        StudioRun run = await creation.CreateAsync(wanted with { Key = RunKey.Of(request, wanted) });
        run = await wait.ForAsync(request.HttpContext, run);
        return TypedResults.Created($"/api/runs/{run.Id}", RunView.Of(run));
    }

    private static async Task<RunList> ListAsync(
        RunStore runs,
        [FromQuery] string search = "",
        [FromQuery] string? before = null,
        [FromQuery] string? limit = null)
    {
        int most = (int)Math.Clamp(Number("limit", limit, UsuallyListed), 1, MostListed);
        // One more than asked for shows whether there are more.
        List<StudioRun> found = await runs.ListAsync(search, Number("before", before, long.MaxValue), most + 1);
        return new RunList(
            [.. found.Take(most).Select(RunView.Of)],
            await runs.QueuedAsync(),
            found.Count > most ? found[most - 1].Number : null);
    }

    private static long Number(string name, string? text, long usual)
    {
        if (string.IsNullOrEmpty(text))
            return usual;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw new StudioProblem(
                StatusCodes.Status400BadRequest, $"{name}: expected a whole number, got '{text}'.");
    }

    private static async Task<RunDetails> GetAsync(Guid id, RunControl control, RunStore runs, StudioSettings settings)
    {
        StudioRun run = await control.FindAsync(id);
        RunCurve curve = await runs.CurveAsync(id);
        return new RunDetails
        {
            Run = RunView.Of(run),
            Ahead = run.Status == RunStatus.Queued ? await runs.QueuedAsync(run.Number) : 0,
            Curve = curve.Points,
            CurveNames = curve.Names,
            History = await runs.HistoryAsync(id),
            Command = CommandWords.Line(CommandWords.Of(
                run.Recipe.ToCommandRecord(settings.NetworkName), run.Recipe.TimeLimit, run.Recipe.Clip)),
            CommandFiles = CommandFile.Of(run),
        };
    }

    private static async Task<NoContent> DeleteAsync(Guid id, RunControl control)
    {
        await control.DeleteAsync(id);
        return TypedResults.NoContent();
    }

    private static Results<Ok<RunView>, Created<RunView>> Created(Guid asked, StudioRun run) => run.Id == asked
        ? TypedResults.Ok(RunView.Of(run))
        : TypedResults.Created($"/api/runs/{run.Id}", RunView.Of(run));
}
