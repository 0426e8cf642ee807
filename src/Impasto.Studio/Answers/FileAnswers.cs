using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Impasto.Studio.Answers;

/// <summary>Answers with files: whole, a part (Range), or not again (If-None-Match).</summary>
internal static class FileAnswers
{
    /// <summary>Answers with a file, whose tag is made of its bytes.</summary>
    public static Task WriteAsync(HttpContext context, byte[] bytes, string type) =>
        WriteAsync(context, bytes, type, EntityTag.Of(bytes));

    /// <summary>Answers with a file.</summary>
    /// <param name="context">The request.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="type">Its media type.</param>
    /// <param name="tag">Its tag.</param>
    public static Task WriteAsync(HttpContext context, byte[] bytes, string type, EntityTagHeaderValue tag) =>
        WriteAsync(context, Results.Bytes(bytes, type, enableRangeProcessing: true, entityTag: tag));

    /// <summary>Answers with the part of a stream that is asked for.</summary>
    public static Task WriteAsync(HttpContext context, Stream stream, string type, EntityTagHeaderValue tag) =>
        WriteAsync(context, Results.Stream(stream, type, entityTag: tag, enableRangeProcessing: true));

    /// <summary>Says under which name the file is saved, instead of shown.</summary>
    public static void Attach(HttpContext context, string name)
    {
        var attachment = new ContentDispositionHeaderValue("attachment");
        attachment.SetHttpFileName(name);
        context.Response.Headers.ContentDisposition = attachment.ToString();
    }

    /// <summary>Begins an answer with a ZIP, which is made while it is sent.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">The name under which it is saved.</param>
    /// <param name="type">Its media type.</param>
    /// <returns>Where the ZIP goes.</returns>
    public static Stream BeginZip(HttpContext context, string name, string type)
    {
        Attach(context, name);
        context.Response.ContentType = type;
        // ZipArchive writes some of its few bytes between entries without waiting.
        if (context.Features.Get<IHttpBodyControlFeature>() is { } body)
            body.AllowSynchronousIO = true;
        return context.Response.Body;
    }

    private static async Task WriteAsync(HttpContext context, IResult file)
    {
        await file.ExecuteAsync(context);
        // Only an answer that has neither length nor type gets its problem details.
        if (context.Response.StatusCode == StatusCodes.Status416RangeNotSatisfiable)
            (context.Response.ContentLength, context.Response.ContentType) = (null, null);
    }

    /// <summary>Answers that the client has the file, if it has: the file may be costly to make.</summary>
    /// <returns>True if that was the answer.</returns>
    public static bool TryKnown(HttpContext context, EntityTagHeaderValue tag)
    {
        if (!EntityTag.IsKnown(context.Request, tag))
            return false;
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        context.Response.Headers.ETag = tag.ToString();
        return true;
    }
}
