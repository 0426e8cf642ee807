using Impasto.Studio.Answers;
using Impasto.Studio.Requests;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Impasto.Studio.Web;

/// <summary>Answers with results: files as they are stored, or made from the best when they are asked for.</summary>
internal sealed class ResultFiles(RunControl control, IBlobStore blobs, PictureFiles pictures)
{
    // Cards of the gallery, on screens with two pixels for one.
    private const int LongestThumbnail = 480;

    /// <summary>Answers with a result.</summary>
    /// <param name="context">The request.</param>
    /// <param name="id">The run.</param>
    /// <param name="format">The format.</param>
    /// <exception cref="StudioProblem">There is no such result, or it can't be had in this way.</exception>
    /// <exception cref="ImpastoException">The format can't hold the picture.</exception>
    public async Task WriteAsync(HttpContext context, Guid id, ResultFormat format)
    {
        StudioRun run = await control.FindAsync(id);
        if (!run.HasResult)
            throw StudioProblem.Missing("result");
        var wish = ResultWish.Of(context.Request.Query, format);
        bool isMade = format == ResultFormat.Webp && run.Recipe.Clip is null;
        if (!isMade && !run.Formats.Contains(format))
            throw NoFile(run, format.Name);
        if (context.Request.Query.ContainsKey("download"))
            FileAnswers.Attach(context, $"{FileName(run.Recipe)}.{format.Name}");

        if (run.Recipe.Clip is not null)
        {
            await ClipAnswers.WriteAsync(context, blobs, run, BlobName.Result(format), format.ContentType);
            return;
        }

        if (wish.IsPlain && !isMade)
        {
            await FileRoutes.WriteAsync(context, blobs, id, BlobName.Result(format), format.ContentType);
            return;
        }

        await MakeAsync(context, run, format, wish);
    }

    /// <summary>Answers with a small picture of a run: of its result, its newest frame, or its photograph.</summary>
    public async Task WriteThumbnailAsync(HttpContext context, Guid id)
    {
        StudioRun run = await control.FindAsync(id);
        bool isResult = run.HasResult && run.Recipe.Clip is null;
        // A frame is replaced by the next one, a result by nothing.
        var tag = new EntityTagHeaderValue(FormattableString.Invariant(
            $"\"{run.Id:N}-{(isResult ? "result" : "frame")}-{run.Attempt}-{run.Frame}-small\""));
        context.Response.Headers.CacheControl = isResult ? FileRoutes.Lasting : "private, no-cache";
        if (FileAnswers.TryKnown(context, tag))
            return;
        byte[]? picture = isResult ? await ReadAsync(id, [.. run.Formats.OrderBy(IsLarge).Select(BlobName.Result)])
            : await ReadAsync(id, BlobName.Frame, BlobName.ContentView);
        if (picture is null)
            throw StudioProblem.Missing("picture");
        byte[] small = await pictures.InTurnAsync(
            pictures.MostPixels([picture]),
            () => Task.FromResult(PictureFiles.OwnView(picture, LongestThumbnail)),
            context.RequestAborted);
        await FileAnswers.WriteAsync(context, small, ResultFormat.Jpeg.ContentType, tag);

        // A JPEG is made smaller while it is read.
        static bool IsLarge(ResultFormat format) => format != ResultFormat.Jpeg;
    }

    private async Task<byte[]?> ReadAsync(Guid id, params BlobName[] names)
    {
        foreach (BlobName name in names)
        {
            if (await blobs.ReadAsync(id, name) is { } bytes)
                return bytes;
        }

        return null;
    }

    private async Task MakeAsync(HttpContext context, StudioRun run, ResultFormat format, ResultWish wish)
    {
        // The same pixels in the same way: the tag needs no file.
        var tag = new EntityTagHeaderValue(FormattableString.Invariant(
            $"\"{run.Id:N}-{run.Attempt}-{format.Name}-{wish.Quality}-{wish.Dpi}\""));
        context.Response.Headers.CacheControl = FileRoutes.Lasting;
        if (FileAnswers.TryKnown(context, tag))
            return;
        ResultFormat best = run.Formats.Contains(ResultFormat.Tiff) ? ResultFormat.Tiff : run.Formats[0];
        byte[] stored = await blobs.ReadAsync(run.Id, BlobName.Result(best)) ?? throw StudioProblem.Missing("picture");
        byte[] made = await pictures.InTurnAsync(
            (long)run.Recipe.Width * run.Recipe.Height,
            () => Task.FromResult(PictureFiles.Encode(stored, format.Format, wish.Quality, wish.Dpi)),
            context.RequestAborted);
        await FileAnswers.WriteAsync(context, made, format.ContentType, tag);
    }

    private static StudioProblem NoFile(StudioRun run, string format)
    {
        string stored = string.Join(", ", run.Formats.Select(known => known.Name));
        return new StudioProblem(
            StatusCodes.Status404NotFound, $"The result has no {format} file: expected one of {stored}.");
    }

    /// <summary>Photograph and paintings, joined by underscores; no ending.</summary>
    internal static string FileName(RunRecipe recipe)
    {
        string[] names = [recipe.Content, .. recipe.Styles.Select(style => style.Name)];
        return string.Join('_', names.Select(Path.GetFileNameWithoutExtension));
    }
}
