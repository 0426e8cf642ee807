using Impasto.Studio.Description;
using Impasto.Studio.Plans;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Impasto.Studio.Web;

/// <summary>/api/plan: what a run would take, before it is one.</summary>
internal static class PlanRoutes
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/plan", MakeAsync)
        .WithTags("Catalogue").WithName("planRun")
        .WithSummary(
            "Says how much memory and about how much time a run would take at some sizes; takes the fields of a run "
            + "with sizes instead of pictures. Nothing is stored.")
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .WithMetadata(RequestBody.OfPlan);

    private static async Task<Ok<PlanList>> MakeAsync(HttpContext context, PlanForm form, RunPlans plans)
    {
        PlanRequest wanted = await form.ReadAsync(context.Request);
        return TypedResults.Ok(await plans.MakeAsync(wanted, context.RequestAborted));
    }
}
