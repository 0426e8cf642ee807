using Impasto.Studio.Description;
using Impasto.Studio.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Impasto.Studio.Web;

/// <summary>/api/glance: what a run would make, before it is one.</summary>
internal static class PreviewRoutes
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/glance", MakeAsync)
        .WithTags("Catalogue").WithName("previewRun")
        .WithSummary(
            "Shows in one pass about what a run would make, at 512 pixels at most; takes the body that creates a run. "
            + "Nothing is stored, and no run is waited for.")
        .Accepts<object>("multipart/form-data", "application/json")
        .Produces(StatusCodes.Status200OK, contentType: "image/jpeg")
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .WithMetadata(new AntiforgeryNotNeeded(), new AnswerBody("image/jpeg"));

    private static async Task<IResult> MakeAsync(HttpContext context, RunForm form, GlancePreview preview)
    {
        NewRun wanted = await form.ReadAsync(context.Request);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(await preview.MakeAsync(wanted, context.RequestAborted), "image/jpeg");
    }
}
