using System.Security.Cryptography;
using Impasto.Imaging;
using Impasto.Studio.Answers;
using Impasto.Studio.Requests;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Impasto.Studio.Web;

/// <summary>
/// A run's pictures. Uploaded files are never sent back, only pictures that the studio made from them.
/// </summary>
internal static class FileRoutes
{
    // A mask is stretched over the result; more than this many of its pixels for one of the result's make no
    // difference.
    private const int MaskFactor = 4;

    private static readonly string View = ResultFormat.Jpeg.ContentType;

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder files = routes.MapGroup("/api/runs/{id:guid}").WithTags("Pictures")
            .ProducesProblem(StatusCodes.Status404NotFound);
        files.MapGet("content", (Guid id, HttpContext context, IBlobStore blobs) =>
                WriteAsync(context, blobs, id, BlobName.ContentView))
            .WithSummary("The photograph, to be shown.")
            .Produces(StatusCodes.Status200OK, contentType: View);
        files.MapGet("styles/{index:int:range(0,99)}", (Guid id, int index, HttpContext context, IBlobStore blobs) =>
                WriteAsync(context, blobs, id, BlobName.StyleView(index)))
            .WithSummary("A painting, to be shown.")
            .Produces(StatusCodes.Status200OK, contentType: View);
        files.MapGet("regions/{index:int:range(0,99)}", MaskAsync)
            .WithSummary("The mask of a region, as png.")
            .Produces(StatusCodes.Status200OK, contentType: ResultFormat.Png.ContentType);
        files.MapGet("start", StartAsync)
            .WithSummary("The picture that a run started from, as png.")
            .Produces(StatusCodes.Status200OK, contentType: ResultFormat.Png.ContentType);
        files.MapGet("frame", (Guid id, HttpContext context, IBlobStore blobs) =>
                WriteAsync(context, blobs, id, BlobName.Frame))
            .WithSummary("The newest frame of a run; a changing ?n= keeps caches from answering with an older one.")
            .Produces(StatusCodes.Status200OK, contentType: View);
        MapClips(files);
        foreach (ResultFormat format in ResultFormat.All.Append(ResultFormat.Webp))
        {
            string path = $"result.{format.Name}";
            files.MapGet(path, (Guid id, HttpContext context, ResultFiles results) =>
                    results.WriteAsync(context, id, format))
                .WithSummary(
                    $"The result as {format.Name}, if it fits the format; ?download names the file, ?dpi=300 states "
                    + "dots an inch, ?quality=80 is for jpg and webp.")
                .Produces(StatusCodes.Status200OK, contentType: format.ContentType)
                .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static void MapClips(RouteGroupBuilder files)
    {
        files.MapGet("content-clip", async (Guid id, HttpContext context, RunControl control, IBlobStore blobs) =>
                await ClipAnswers.WriteContentAsync(context, blobs, await control.FindAsync(id)))
            .WithSummary("The clip as it was, small and without sound, to be shown; ranges of bytes can be asked for.")
            .Produces(StatusCodes.Status200OK, contentType: ResultFormat.Mp4.ContentType)
            .Produces(StatusCodes.Status206PartialContent, contentType: ResultFormat.Mp4.ContentType);
        foreach (ResultFormat format in ResultFormat.Clips)
        {
            files.MapGet($"result.{format.Name}", (Guid id, HttpContext context, ResultFiles results) =>
                    results.WriteAsync(context, id, format))
                .WithSummary(
                    $"The repainted clip with its sound, if it is stored as {format.Name} (formats of the run says "
                    + "so); ?download names the file, ranges of bytes can be asked for.")
                .Produces(StatusCodes.Status200OK, contentType: format.ContentType)
                .Produces(StatusCodes.Status206PartialContent, contentType: format.ContentType);
        }
    }

    private static async Task MaskAsync(
        Guid id, int index, HttpContext context, RunControl control, IBlobStore blobs, PictureFiles pictures)
    {
        RunRecipe recipe = (await control.FindAsync(id)).Recipe;
        byte[] mask = await blobs.ReadAsync(id, BlobName.Region(index)) ?? throw StudioProblem.Missing("mask");
        await WritePngAsync(context, pictures, mask, MaskFactor * Math.Max(recipe.Width, recipe.Height));
    }

    private static async Task StartAsync(Guid id, HttpContext context, RunControl control, PictureFiles pictures) =>
        await WritePngAsync(context, pictures, await control.StartAsync(id), needed: null);

    private static async Task WritePngAsync(HttpContext context, PictureFiles pictures, byte[] file, int? needed)
    {
        byte[] png = await pictures.InTurnAsync(
            () => Task.FromResult(
                PictureWriter.Encode(pictures.Decode(file, "picture", needed), PictureFormat.Png)),
            context.RequestAborted);
        await WriteAsync(context, png, ResultFormat.Png.ContentType);
    }

    private static Task WriteAsync(HttpContext context, IBlobStore blobs, Guid id, BlobName name) =>
        WriteAsync(context, blobs, id, name, View);

    /// <summary>Answers with a stored file.</summary>
    internal static async Task WriteAsync(
        HttpContext context, IBlobStore blobs, Guid id, BlobName name, string type)
    {
        byte[] bytes = await blobs.ReadAsync(id, name) ?? throw StudioProblem.Missing("picture");
        // A picture at one address never changes while its run exists, except the newest frame.
        context.Response.Headers.CacheControl = name == BlobName.Frame ? "private, no-cache" : "private, max-age=86400";
        await WriteAsync(context, bytes, type);
    }

    /// <summary>Answers with a file.</summary>
    internal static Task WriteAsync(HttpContext context, byte[] bytes, string type)
    {
        string digest = Convert.ToHexString(SHA256.HashData(bytes).AsSpan(0, 12));
        return Results.Bytes(bytes, type, entityTag: new EntityTagHeaderValue($"\"{digest}\"")).ExecuteAsync(context);
    }
}
