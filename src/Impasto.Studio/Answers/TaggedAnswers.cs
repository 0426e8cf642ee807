using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Impasto.Studio.Answers;

/// <summary>Gives the JSON of marked routes a tag, and leaves out what the client has.</summary>
/// <remarks>The answer is made all the same: what this saves is its way to the client.</remarks>
internal sealed class TaggedAnswers(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        bool isWanted = HttpMethods.IsGet(context.Request.Method)
            && context.GetEndpoint()?.Metadata.GetMetadata<TaggedAnswer>() is not null;
        if (!isWanted)
        {
            await next(context);
            return;
        }

        Stream body = response.Body;
        using var written = new MemoryStream();
        response.Body = written;
        try
        {
            await next(context);
        }
        finally
        {
            response.Body = body;
        }

        if (response.StatusCode == StatusCodes.Status200OK)
            await WriteAsync(context, written);
        else
            await body.WriteAsync(written.GetBuffer().AsMemory(0, (int)written.Length), context.RequestAborted);
    }

    /// <summary>Gives an answer a tag, with which the client asks again every time.</summary>
    public static void Mark(HttpResponse response, EntityTagHeaderValue tag)
    {
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = "private, no-cache";
    }

    private static async Task WriteAsync(HttpContext context, MemoryStream written)
    {
        HttpResponse response = context.Response;
        ReadOnlyMemory<byte> content = written.GetBuffer().AsMemory(0, (int)written.Length);
        var tag = EntityTag.Of(content.Span, isWeak: true);
        Mark(response, tag);
        if (EntityTag.IsKnown(context.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            response.ContentType = null;
            response.ContentLength = null;
            return;
        }

        response.ContentLength = content.Length;
        await response.Body.WriteAsync(content, context.RequestAborted);
    }
}
