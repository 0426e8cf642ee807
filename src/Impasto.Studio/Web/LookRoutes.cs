using Impasto.Studio.Description;
using Impasto.Studio.Looks;
using Impasto.Studio.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Impasto.Studio.Web;

/// <summary>/api/look: what a chosen file is, and whether it can be read.</summary>
internal static class LookRoutes
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/look", SeeAsync)
        .WithTags("Catalogue").WithName("lookAtFile")
        .WithSummary(
            "Says what a file is: a picture or a clip with its size, and a small view of it. A file that can't be read "
            + "is refused with a sentence. Nothing is stored.")
        .WithMetadata(
            RequestBody.OfFile,
            new AntiforgeryNotNeeded(),
            ApiParameter.Query("name", "The file's name, for messages. Default: picture.", Schemas.Text()));

    private static async Task<Ok<ChosenFile>> SeeAsync(HttpContext context, FileLook look) => TypedResults.Ok(
        await look.SeeAsync(await UploadBody.ReadAsync(context.Request), context.RequestAborted));
}
