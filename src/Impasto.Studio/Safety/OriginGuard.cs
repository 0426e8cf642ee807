using Impasto.Studio.Answers;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Safety;

/// <summary>
/// Refuses requests that change something and come from another site's page (cross-site request forgery).
/// </summary>
/// <remarks>
/// Browsers send the source of such a request in Origin and Sec-Fetch-Site; programs such as curl send neither.
/// </remarks>
internal sealed class OriginGuard(RequestDelegate next)
{
    private const string Refusal = "The request comes from another site's page.";

    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        return Reads(request.Method) || IsOwn(request)
            ? next(context)
            : ProblemAnswers.WriteAsync(context, StatusCodes.Status403Forbidden, Refusal);
    }

    private static bool Reads(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static bool IsOwn(HttpRequest request)
    {
        string? site = request.Headers["Sec-Fetch-Site"];
        if (site is not (null or "same-origin" or "none"))
            return false;
        string? origin = request.Headers.Origin;
        string own = $"{request.Scheme}://{request.Host}";
        return origin is null || string.Equals(origin, own, StringComparison.OrdinalIgnoreCase);
    }
}
