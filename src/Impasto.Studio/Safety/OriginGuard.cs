using Impasto.Studio.Web;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Safety;

/// <summary>Refuses requests that change something and were sent by a page of somebody else (cross-site request forgery).</summary>
/// <remarks>Browsers say of such a request where it comes from, in Origin and Sec-Fetch-Site; programs such as curl say neither.</remarks>
internal sealed class OriginGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        bool reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        return reads || IsOwn(request)
            ? next(context)
            : ProblemAnswers.WriteAsync(context, StatusCodes.Status403Forbidden, "The request comes from another site's page.");
    }

    private static bool IsOwn(HttpRequest request)
    {
        string? site = request.Headers["Sec-Fetch-Site"];
        if (site is not (null or "same-origin" or "none"))
            return false;
        string? origin = request.Headers.Origin;
        return origin is null || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
