using Impasto.Studio.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Impasto.Studio.Web;

/// <summary>A run's pictures. Those that came in are shown only as pictures made of them here, masks aside, which are PNG by what they are.</summary>
internal static class FileRoutes
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["png"] = "image/png",
        ["jpg"] = "image/jpeg",
        ["tif"] = "image/tiff",
    };

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder files = routes.MapGroup("/api/runs/{id:guid}").WithTags("Pictures").ProducesProblem(StatusCodes.Status404NotFound);
        files.MapGet("content", (Guid id, HttpContext context, IBlobStore blobs) => WriteAsync(context, blobs, id, BlobName.ContentView))
            .WithSummary("The photograph, to be shown.").Produces(StatusCodes.Status200OK, contentType: Types["jpg"]);
        files.MapGet("styles/{index:int:range(0,99)}", (Guid id, int index, HttpContext context, IBlobStore blobs) =>
                WriteAsync(context, blobs, id, BlobName.StyleView(index)))
            .WithSummary("A painting, to be shown.").Produces(StatusCodes.Status200OK, contentType: Types["jpg"]);
        files.MapGet("frame", (Guid id, HttpContext context, IBlobStore blobs) => WriteAsync(context, blobs, id, BlobName.Frame))
            .WithSummary("The newest frame of a run; ?n= makes its address one of its own.").Produces(StatusCodes.Status200OK, contentType: Types["jpg"]);
        files.MapGet("result.{format:regex(^(png|jpg|tif)$)}", ResultAsync)
            .WithSummary("The result as png, jpg or tif with 16 bits; ?download names the file.").Produces(StatusCodes.Status200OK, contentType: Types["png"]);
    }

    private static async Task ResultAsync(Guid id, string format, HttpContext context, RunControl control, IBlobStore blobs)
    {
        StudioRun run = await control.FindAsync(id);
        if (!run.HasResult)
            throw StudioProblem.Missing("result");
        if (context.Request.Query.ContainsKey("download"))
        {
            var attachment = new ContentDispositionHeaderValue("attachment");
            attachment.SetHttpFileName($"{FileName(run.Recipe)}.{format}");
            context.Response.Headers.ContentDisposition = attachment.ToString();
        }

        await WriteAsync(context, blobs, id, BlobName.Result(format), Types[format]);
    }

    private static async Task WriteAsync(HttpContext context, IBlobStore blobs, Guid id, BlobName name, string type = "image/jpeg")
    {
        byte[] bytes = await blobs.ReadAsync(id, name) ?? throw StudioProblem.Missing("picture");
        // What has a name of its own never changes while the run is there.
        context.Response.Headers.CacheControl = "private, max-age=86400";
        await Results.Bytes(bytes, type).ExecuteAsync(context);
    }

    private static string FileName(RunRecipe recipe) => string.Join(
        '_', recipe.Styles.Select(style => style.Name).Prepend(recipe.Content).Select(Path.GetFileNameWithoutExtension));
}
