using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Safety;

/// <summary>
/// Lets pages of other sites use the service if the operator names them (CORS). Never with cookies: without
/// Access-Control-Allow-Credentials a browser lets no such page read an answer, and TokenGuard takes no cookie of it.
/// </summary>
/// <remarks>Source: the Fetch standard, "HTTP-CORS protocol".</remarks>
internal sealed class CrossOriginAnswers(RequestDelegate next, StudioSettings settings)
{
    private const string Methods = "GET, HEAD, POST, PUT, DELETE";

    private const string RequestHeaders =
        "Authorization, Content-Type, Idempotency-Key, If-None-Match, If-Range, Last-Event-ID, Prefer, Range";

    private const string AnswerHeaders =
        "Accept-Ranges, Content-Disposition, Content-Range, ETag, Link, Location, Preference-Applied, Retry-After";

    private const string Seconds = "600";

    public Task InvokeAsync(HttpContext context)
    {
        if (settings.CrossOrigins.Count == 0)
            return next(context);
        IHeaderDictionary headers = context.Response.Headers;
        headers.Append("Vary", "Origin");
        if (!CrossOrigin.IsAllowed(settings, context.Request))
            return next(context);
        headers.AccessControlAllowOrigin = context.Request.Headers.Origin;
        headers.AccessControlExposeHeaders = AnswerHeaders;
        // Answers may be shown by the other site's page as well.
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        bool isQuestion = HttpMethods.IsOptions(context.Request.Method)
            && context.Request.Headers.AccessControlRequestMethod.Count > 0;
        if (!isQuestion)
            return next(context);
        headers.AccessControlAllowMethods = Methods;
        headers.AccessControlAllowHeaders = RequestHeaders;
        headers.AccessControlMaxAge = Seconds;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
