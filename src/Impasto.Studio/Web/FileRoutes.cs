using Impasto.Imaging;
using Impasto.Studio.Answers;
using Impasto.Studio.Description;
using Impasto.Studio.Requests;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Impasto.Studio.Web;

/// <summary>
/// A run's pictures. Uploaded files are not sent back here, only pictures that the studio made from them.
/// </summary>
internal static class FileRoutes
{
    // A mask is stretched over the result; more than this many of its pixels for one of the result's make no
    // difference.
    private const int MaskFactor = 4;

    /// <summary>How long a picture that never changes may be kept.</summary>
    internal const string Lasting = "private, max-age=86400";

    private static readonly string View = ResultFormat.Jpeg.ContentType;

    private static readonly ApiParameter Download = ApiParameter.Query(
        "download", "Given, the answer names the file for a browser that saves it; its value is not read.",
        Schemas.Text());

    private static readonly ApiParameter AnyNumber = ApiParameter.Query(
        "n", "Any number; it is not read.", Schemas.Whole(0, long.MaxValue));

    private static readonly ApiParameter Dpi = ApiParameter.Query(
        "dpi", "Dots an inch that the file states. Default: those of the stored file.", Schemas.Number(1, 10_000));

    private static readonly ApiParameter Quality = ApiParameter.Query(
        "quality", "Quality of the file. Default: 95.", Schemas.Whole(1, 100));

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder files = routes.MapGroup("/api/runs/{id:guid}").WithTags("Pictures")
            .ProducesProblem(StatusCodes.Status404NotFound);
        files.MapGet("content", (Guid id, HttpContext context, IBlobStore blobs) =>
                WriteAsync(context, blobs, id, BlobName.ContentView))
            .WithName("getContent")
            .WithSummary("The photograph, to be shown.")
            .AnswersFile(View);
        files.MapGet("styles/{index:int:range(0,99)}", (Guid id, int index, HttpContext context, IBlobStore blobs) =>
                WriteAsync(context, blobs, id, BlobName.StyleView(index)))
            .WithName("getStyle")
            .WithSummary("A painting, to be shown.")
            .AnswersFile(View);
        files.MapGet("regions/{index:int:range(0,99)}", MaskAsync)
            .WithName("getRegion")
            .WithSummary("The mask of a region, as png.")
            .AnswersFile(ResultFormat.Png.ContentType);
        files.MapGet("start", StartAsync)
            .WithName("getStart")
            .WithSummary("The picture that a run started from, as png.")
            .AnswersFile(ResultFormat.Png.ContentType);
        files.MapGet("frame", (Guid id, HttpContext context, IBlobStore blobs) =>
                WriteAsync(context, blobs, id, BlobName.Frame))
            .WithSummary("The newest frame of a run; a changing ?n= keeps caches from answering with an older one.")
            .AnswersFile(View)
            .WithName("getFrame")
            .WithMetadata(AnyNumber);
        files.MapGet("thumbnail", (Guid id, HttpContext context, ResultFiles results) =>
                results.WriteThumbnailAsync(context, id))
            .WithName("getThumbnail")
            .WithSummary("A small picture of a run: of its result, else of its newest frame, else of its photograph.")
            .AnswersFile(View)
            .WithMetadata(AnyNumber);
        MapClips(files);
        foreach (ResultFormat format in ResultFormat.All)
        {
            string path = $"result.{format.Name}";
            files.MapGet(path, (Guid id, HttpContext context, ResultFiles results) =>
                    results.WriteAsync(context, id, format))
                .WithName($"getResult{char.ToUpperInvariant(format.Name[0])}{format.Name[1..]}")
                .WithSummary(
                    $"The result as {format.Name}, if it fits the format; ?download names the file, ?dpi=300 states "
                    + "dots an inch, ?quality=80 is for jpg and webp.")
                .AnswersFile(format.ContentType)
                .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
                .WithMetadata([Download, Dpi, .. HasQuality(format) ? (object[])[Quality] : []]);
        }
    }

    private static void MapClips(RouteGroupBuilder files)
    {
        files.MapGet("content-clip", async (Guid id, HttpContext context, RunControl control, IBlobStore blobs) =>
                await ClipAnswers.WriteContentAsync(context, blobs, await control.FindAsync(id)))
            .WithName("getContentClip")
            .WithSummary("The clip as it was, small and without sound, to be shown; ranges of bytes can be asked for.")
            .AnswersFile(ResultFormat.Mp4.ContentType);
        foreach (ResultFormat format in ResultFormat.Clips)
        {
            files.MapGet($"result.{format.Name}", (Guid id, HttpContext context, ResultFiles results) =>
                    results.WriteAsync(context, id, format))
                .WithName($"getResult{char.ToUpperInvariant(format.Name[0])}{format.Name[1..]}")
                .WithSummary(
                    $"The repainted clip with its sound, if it is stored as {format.Name} (formats of the run says "
                    + "so); ?download names the file, ranges of bytes can be asked for.")
                .AnswersFile(format.ContentType)
                .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
                .WithMetadata(Download);
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
            pictures.MostPixels([file]),
            () => Task.FromResult(
                PictureWriter.Encode(pictures.Decode(file, "picture", needed), PictureFormat.Png)),
            context.RequestAborted);
        await FileAnswers.WriteAsync(context, png, ResultFormat.Png.ContentType);
    }

    private static Task WriteAsync(HttpContext context, IBlobStore blobs, Guid id, BlobName name) =>
        WriteAsync(context, blobs, id, name, View);

    /// <summary>Answers with a stored file.</summary>
    internal static async Task WriteAsync(
        HttpContext context, IBlobStore blobs, Guid id, BlobName name, string type)
    {
        byte[] bytes = await blobs.ReadAsync(id, name) ?? throw StudioProblem.Missing("picture");
        // A picture at one address never changes while its run exists, except the newest frame.
        context.Response.Headers.CacheControl = name == BlobName.Frame ? "private, no-cache" : Lasting;
        await FileAnswers.WriteAsync(context, bytes, type);
    }

    private static bool HasQuality(ResultFormat format) => format == ResultFormat.Jpeg || format == ResultFormat.Webp;
}
