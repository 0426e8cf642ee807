using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Impasto.Studio.Uploads;

/// <summary>Counts the bodies of all requests while they are held.</summary>
internal sealed class UploadGuard(RequestDelegate next, UploadBudget budget)
{
    public async Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
        {
            await next(context);
            return;
        }

        budget.Require(request.ContentLength ?? 0);
        Stream body = request.Body;
        using Upload upload = budget.Open(request.HasJsonContentType() ? Upload.TextCost : 1);
        upload.Begin();
        context.Features.Set(upload);
        request.Body = new CountedStream(body, upload);
        try
        {
            await next(context);
        }
        finally
        {
            request.Body = body;
        }
    }
}
