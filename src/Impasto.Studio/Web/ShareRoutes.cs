using Impasto.Studio.Answers;
using Impasto.Studio.Description;
using Impasto.Studio.Requests;
using Impasto.Studio.Runs;
using Impasto.Studio.Sharing;
using Impasto.Studio.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Impasto.Studio.Web;

/// <summary>Gives a run away as one file, and reads the recipe of a file.</summary>
internal static class ShareRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/runs/{id:guid}/share", WriteAsync)
            .WithTags("Pictures").WithName("shareRun")
            .WithSummary(
                "The run as one file, which another studio opens: its recipe, its pictures as they were uploaded, and "
                + "its result if there is one.")
            .Produces(StatusCodes.Status200OK, contentType: ShareFile.Type)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithMetadata(new AnswerBody(ShareFile.Type));
        routes.MapPost("/api/recipes/read", ReadAsync)
            .WithTags("Catalogue").WithName("readRecipe")
            .WithSummary(
                "Reads the recipe of a file: of a shared run with its pictures, or of a picture that Impasto made, "
                + "which only names them. Nothing is stored, and nothing is run.")
            .WithMetadata(
                RequestBody.OfFile,
                new AntiforgeryNotNeeded(),
                ApiParameter.Query("name", "The file's name, for messages. Default: picture.", Schemas.Text()));
    }

    private static async Task WriteAsync(Guid id, HttpContext context, RunControl control, ShareFile share)
    {
        StudioRun run = await control.FindAsync(id);
        IReadOnlyList<(string Entry, BlobName Blob)> files = await share.FindAsync(run);
        Stream body = FileAnswers.BeginZip(
            context, $"{ResultFiles.FileName(run.Recipe)}{ShareFile.Ending}", ShareFile.Type);
        await share.WriteAsync(run, files, body, context.RequestAborted);
    }

    private static async Task<Ok<SharedRecipe>> ReadAsync(HttpContext context, RecipeReader reader, PictureFiles files)
    {
        NamedBytes file = await UploadBody.ReadAsync(context.Request);
        return TypedResults.Ok(await files.InTurnAsync(
            files.MostPixels([file.Bytes]),
            () => Task.Run(() => reader.Read(file), context.RequestAborted), context.RequestAborted));
    }
}
