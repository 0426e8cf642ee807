using Impasto.Studio.Answers;
using Impasto.Studio.Description;
using Impasto.Studio.Lists;
using Impasto.Studio.Requests;
using Impasto.Studio.Runs;
using Impasto.Studio.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Impasto.Studio.Web;

/// <summary>The list of runs, and what a user marks in it.</summary>
internal static class ListRoutes
{
    private static readonly ApiParameter[] OfList =
    [
        ApiParameter.Query(
            "search", "Words of the photograph's, the paintings' or the preset's name. Default: all runs.",
            Schemas.Text()),
        ApiParameter.Query(
            "state", "States of the runs; once for each. Default: all.", Schemas.List(Schemas.Words(ListQuery.States))),
        ApiParameter.Query("kind", "Pictures or clips only. Default: both.", Schemas.Words(ListQuery.Kinds)),
        ApiParameter.Query(
            "favorite", "True for favorites only. Default: all runs.", Schemas.Switch()),
        ApiParameter.Query("painting", "The whole file name of a painting. Default: any.", Schemas.Text()),
        ApiParameter.Query("preset", "The preset's name. Default: any.", Schemas.Text()),
        ApiParameter.Query(
            "sort",
            "Newest or oldest first, by the photograph's name, or by the number of pixels with the largest first. "
            + "Default: newest.",
            Schemas.Words(ListQuery.Sorts)),
        ApiParameter.Query("before", "next of the page before. Default: the first page.", Schemas.Text()),
        ApiParameter.Query(
            "limit", "Most runs of the page.", Schemas.Whole(1, ListQuery.MostLimit, ListQuery.UsualLimit)),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder runs = routes.MapGroup("/api/runs").WithTags("Runs");
        runs.MapGet("", ListAsync).WithName("listRuns")
            .WithSummary(
                "Lists runs, the newest first unless sort says otherwise; ?before= takes next of the page before.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithMetadata([.. OfList, AnswerHeader.ETag, AnswerHeader.Link, TaggedAnswer.Wanted]);
        runs.MapPut("{id:guid}/favorite", (Guid id, RunControl control) => FavorAsync(control, id, isFavorite: true))
            .WithName("favorRun")
            .WithSummary("Marks a run as a favorite; a run that is one stays one.");
        runs.MapDelete("{id:guid}/favorite", (Guid id, RunControl control) =>
                FavorAsync(control, id, isFavorite: false))
            .WithName("unfavorRun")
            .WithSummary("Makes a favorite an ordinary run again.");
    }

    private static async Task<RunList> ListAsync(HttpContext context, RunLists lists, RunStore runs)
    {
        ListQuery query = ListQuery.Read(context.Request.Query);
        // One more than asked for shows whether there are more.
        List<StudioRun> found = await lists.PageAsync(query.Filter, query.Place, query.Limit + 1);
        string? next = found.Count > query.Limit
            ? ListCursor.Of(query.Filter.Sort, RunPlace.Behind(found[query.Limit - 1], query.Filter.Sort))
            : null;
        var links = new ListLinks(
            query.Address(query.Before), query.Address(""), next is null ? null : query.Address(next));
        context.Response.Headers.Append(HeaderNames.Link, $"<{links.First}>; rel=\"first\"");
        if (links.Next is { } more)
            context.Response.Headers.Append(HeaderNames.Link, $"<{more}>; rel=\"next\"");
        return new RunList([.. found.Take(query.Limit).Select(RunView.Of)], await runs.QueuedAsync(), next, links);
    }

    private static async Task<Ok<RunView>> FavorAsync(RunControl control, Guid id, bool isFavorite) =>
        TypedResults.Ok(RunView.Of(await control.FavorAsync(id, isFavorite)));
}
