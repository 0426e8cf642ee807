using Impasto.Studio.Answers;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Impasto.Studio.Web;

/// <summary>
/// Answers with clips, or with the part that a browser asks for to seek in them (RFC 9110, section 14).
/// </summary>
internal static class ClipAnswers
{
    /// <summary>Answers with the clip of a run as it was, in the format in which it is stored.</summary>
    /// <exception cref="StudioProblem">There is none, or none yet.</exception>
    public static async Task WriteContentAsync(HttpContext context, IBlobStore blobs, StudioRun run)
    {
        foreach (ResultFormat format in ResultFormat.Clips)
        {
            BlobName name = BlobName.ContentClip(format);
            if (await blobs.OpenAsync(run.Id, name) is not { } stream)
                continue;
            await WriteAsync(context, stream, $"{run.Id:N}-content", format.ContentType);
            return;
        }

        throw StudioProblem.Missing("clip");
    }

    /// <summary>Answers with a stored clip.</summary>
    /// <exception cref="StudioProblem">It is not there.</exception>
    public static async Task WriteAsync(
        HttpContext context, IBlobStore blobs, StudioRun run, BlobName name, string type)
    {
        Stream stream = await blobs.OpenAsync(run.Id, name) ?? throw StudioProblem.Missing("clip");
        // Another attempt may have made another clip, which had more frames.
        await WriteAsync(context, stream, $"{run.Id:N}-{run.Attempt}", type);
    }

    private static Task WriteAsync(HttpContext context, Stream stream, string tag, string type)
    {
        context.Response.Headers.CacheControl = FileRoutes.Lasting;
        return FileAnswers.WriteAsync(context, stream, type, new EntityTagHeaderValue($"\"{tag}\""));
    }
}
