using Impasto.Studio.Answers;
using Impasto.Studio.Requests;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Impasto.Studio.Web;

/// <summary>Answers with results: the file that is stored, or others that are made from it for the request.</summary>
internal sealed class ResultFiles(RunControl control, IBlobStore blobs, PictureFiles pictures)
{
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
        if (!run.Formats.Contains(format))
            throw NoFile(run, format.Name);
        if (context.Request.Query.ContainsKey("download"))
            FileAnswers.Attach(context, $"{FileName(run.Recipe)}.{format.Name}");

        if (run.Recipe.Clip is not null)
        {
            await ClipAnswers.WriteAsync(context, blobs, run, BlobName.Result(format), format.ContentType);
            return;
        }

        if (wish.IsPlain && run.Stored.Contains(format))
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
        byte[] small = isResult ? await SmallAsync(run, context.RequestAborted) : await SmallAsync(
            await ReadAsync(id, BlobName.Frame, BlobName.ContentView), context.RequestAborted);
        await FileAnswers.WriteAsync(context, small, ResultFormat.Jpeg.ContentType, tag);
    }

    /// <summary>Reads a result, or makes it from the stored one: a few requests at a time, in their turn.</summary>
    /// <param name="run">The run, which has a result in this format.</param>
    /// <param name="format">The format.</param>
    /// <param name="wish">How it is wanted.</param>
    /// <param name="cancellation">Ends the waiting for a turn.</param>
    /// <returns>The file; null if it is no longer there.</returns>
    /// <exception cref="StudioProblem">Too many requests wait for their turn: 429.</exception>
    /// <exception cref="ImpastoException">The format can't hold the picture.</exception>
    public async Task<byte[]?> ReadAsync(
        StudioRun run, ResultFormat format, ResultWish wish, CancellationToken cancellation)
    {
        if (run.Recipe.Clip is not null || (wish.IsPlain && run.Stored.Contains(format)))
            return await blobs.ReadAsync(run.Id, BlobName.Result(format));
        // The file is read when it is its turn, so that those who wait hold none.
        return await pictures.InTurnAsync(
            (long)run.Recipe.Width * run.Recipe.Height,
            async () => await blobs.ReadAsync(run.Id, BlobName.Result(Best(run))) is { } stored
                ? PictureFiles.Encode(stored, format.Format, wish.Quality, wish.Dpi)
                : null,
            cancellation);
    }

    // Results of earlier versions have no small picture; their JPEG is made smaller while it is read.
    private async Task<byte[]> SmallAsync(StudioRun run, CancellationToken cancellation) =>
        await blobs.ReadAsync(run.Id, BlobName.Thumbnail) ?? await SmallAsync(
            await ReadAsync(
                run.Id, [.. run.Stored.OrderBy(format => format != ResultFormat.Jpeg).Select(BlobName.Result)]),
            cancellation);

    private async Task<byte[]> SmallAsync(byte[]? picture, CancellationToken cancellation) => picture is null
        ? throw StudioProblem.Missing("picture")
        : await pictures.InTurnAsync(
            pictures.MostPixels([picture]), () => Task.FromResult(PictureFiles.Thumbnail(picture)), cancellation);

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
        byte[] made = await ReadAsync(run, format, wish, context.RequestAborted)
            ?? throw StudioProblem.Missing("picture");
        await FileAnswers.WriteAsync(context, made, format.ContentType, tag);
    }

    private static ResultFormat Best(StudioRun run) =>
        ResultFormat.Masters.FirstOrDefault(run.Stored.Contains) ?? run.Stored[0];

    private static StudioProblem NoFile(StudioRun run, string format)
    {
        string known = string.Join(", ", run.Formats.Select(other => other.Name));
        return new StudioProblem(
            StatusCodes.Status404NotFound, $"The result has no {format} file: expected one of {known}.");
    }

    /// <summary>Photograph and paintings, joined by underscores; no ending.</summary>
    internal static string FileName(RunRecipe recipe)
    {
        string[] names = [recipe.Content, .. recipe.Styles.Select(style => style.Name)];
        return string.Join('_', names.Select(Path.GetFileNameWithoutExtension));
    }
}
