using Impasto.Studio.Answers;
using Impasto.Studio.Description;
using Impasto.Studio.Events;
using Impasto.Studio.Queue;
using Impasto.Studio.Requests;
using Impasto.Studio.Runs;
using Impasto.Studio.Uploads;
using Impasto.Studio.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

namespace Impasto.Studio.Web;

/// <summary>/api/runs: creates, controls and deletes runs.</summary>
internal static class RunRoutes
{
    private const int MostRelated = 20;

    internal static readonly ApiParameter KeyHeader = ApiParameter.Header(
        "Idempotency-Key",
        "1 to 200 visible ASCII characters: the same request sent again with the same key makes no second run.",
        KeySchema());

    private static readonly ApiParameter[] OfCreation =
    [
        KeyHeader,
        ApiParameter.Header(
            "Prefer", "wait=SECONDS, at most 600: answers when the run is over or paused, or after that time.",
            Schemas.Text()),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder runs = routes.MapGroup("/api/runs").WithTags("Runs");
        MapCreate(runs);
        runs.MapGet("{id:guid}", GetAsync).WithName("getRun")
            .WithSummary("A run, its loss curve, its history and the command line that makes the same picture.")
            .WithMetadata(AnswerHeader.ETag, TaggedAnswer.Wanted);
        runs.MapDelete("{id:guid}", DeleteAsync).WithName("deleteRun").WithSummary("Removes a run and its files.");
        MapChange(runs, "pause", (control, id) => control.PauseAsync(id), "Ends a run for now; it can be continued.");
        MapChange(runs, "stop", (control, id) => control.StopAsync(id), "Ends a run and keeps the picture so far.");
        MapChange(runs, "cancel", (control, id) => control.CancelAsync(id), "Gives a run up.");
        runs.MapPost("{id:guid}/continue", async (Guid id, HttpRequest request, RunControl control) =>
                Created(id, await control.ContinueAsync(id, await RunChangesBody.ReadAsync(request))))
            .WithName("continueRun")
            .Accepts<object>(isOptional: true, "application/json")
            .WithSummary("Continues a paused run; with other options, continues from its picture in a new run.")
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithMetadata(AnswerHeader.Location);
        runs.MapPost("{id:guid}/continuation", async (Guid id, HttpRequest request, RunControl control) =>
                PlanOf(await control.PlanAsync(id, await RunChangesBody.ReadAsync(request))))
            .WithName("planContinuation")
            .Accepts<object>(isOptional: true, "application/json")
            .WithSummary("What continue with the same body would do: from where, how many steps. Nothing is changed.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        runs.MapPost("{id:guid}/again", async (Guid id, HttpRequest request, RunControl control) =>
                New(await control.RepeatAsync(id, await RunChangesBody.ReadAsync(request))))
            .WithName("repeatRun")
            .Accepts<object>(isOptional: true, "application/json")
            .WithSummary("Repeats a run with the same pictures, with the same options or others.")
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithMetadata(AnswerHeader.Location);
    }

    private static OpenApiSchema KeySchema()
    {
        OpenApiSchema key = Schemas.Text();
        (key.MinLength, key.MaxLength, key.Pattern) = (1, 200, "^[!-~]+$");
        return key;
    }

    private static void MapCreate(RouteGroupBuilder runs) => runs.MapPost("", CreateAsync)
        .WithName("createRun")
        .WithSummary(
            "Creates a run: a form, or JSON with the same fields, has content, style and options named as on the "
            + "command line. The same Idempotency-Key makes no second run; Prefer: wait=SECONDS answers at its end.")
        .Accepts<object>("multipart/form-data", "application/json")
        .Produces<RunView>(StatusCodes.Status201Created)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .WithMetadata([.. OfCreation, AnswerHeader.Location, AnswerHeader.Preference, new AntiforgeryNotNeeded()]);

    private static void MapChange(
        RouteGroupBuilder runs, string verb, Func<RunControl, Guid, Task<StudioRun>> change, string summary) =>
        runs.MapChange<RunControl, RunView>(
                "Run", verb, async (control, id) => RunView.Of(await change(control, id)), summary)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Created<RunView>> CreateAsync(
        HttpRequest request, RunForm form, RunCreation creation, RunWait wait)
    {
        StudioRun run = await StoreAsync(request, form, creation);
        // The pictures are stored: nothing of them is held while the answer waits.
        request.HttpContext.Features.Get<Upload>()?.Release();
        return New(await wait.ForAsync(request.HttpContext, run));
    }

    private static async Task<StudioRun> StoreAsync(HttpRequest request, RunForm form, RunCreation creation)
    {
        NewRun wanted = await form.ReadAsync(request);
        return await creation.CreateAsync(wanted with { Key = RunKey.Of(request, wanted) });
    }

    private static async Task<RunDetails> GetAsync(
        Guid id, RunControl control, RunStore runs, QueueOrder order, StudioSettings settings)
    {
        StudioRun run = await control.FindAsync(id);
        RunCurve curve = await runs.CurveAsync(id);
        return new RunDetails
        {
            Run = RunView.Of(run),
            Ahead = run.Status == RunStatus.Queued ? await order.AheadAsync(id) : 0,
            Curve = curve.Points,
            CurveNames = curve.Names,
            Ancestors = [.. (await runs.BeforeAsync(run, MostRelated)).Select(RunView.Of)],
            Successors = [.. (await runs.AfterAsync(id, MostRelated)).Select(RunView.Of)],
            Webhook = WebhookView.Of(run),
            History = [.. (await runs.HistoryAsync(id)).Select(HistoryEntry.Of)],
            Command = CommandWords.Line(CommandWords.Of(
                run.Recipe.ToCommandRecord(settings.NetworkName), run.Recipe.TimeLimit, run.Recipe.Clip)),
            CommandFiles = CommandFile.Of(run),
        };
    }

    private static ContinuationView PlanOf(RunContinuation continuation) => new()
    {
        From = continuation.IsSame ? ContinuationView.Same
            : continuation.IsFromCheckpoint ? ContinuationView.Checkpoint : ContinuationView.Picture,
        Steps = continuation.Steps,
        Changes = [.. continuation.Changes()
            .Select(option => new OptionChange(option.Name, option.Before, option.After))],
    };

    private static async Task<NoContent> DeleteAsync(Guid id, RunControl control)
    {
        await control.DeleteAsync(id);
        return TypedResults.NoContent();
    }

    private static Results<Ok<RunView>, Created<RunView>> Created(Guid asked, StudioRun run) => run.Id == asked
        ? TypedResults.Ok(RunView.Of(run))
        : New(run);

    private static Created<RunView> New(StudioRun run) =>
        TypedResults.Created(RunLinks.Address(run.Id), RunView.Of(run));
}
