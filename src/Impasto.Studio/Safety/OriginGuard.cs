using Impasto.Studio.Answers;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Safety;

/// <summary>
/// Refuses requests that change something and come from another site's page (cross-site request forgery).
/// </summary>
/// <remarks>
/// Browsers send the source of such a request in Origin and Sec-Fetch-Site; programs such as curl send neither. The
/// scheme is not compared: behind a proxy that does TLS, the page is on https and the studio on http.
/// </remarks>
internal sealed class OriginGuard(RequestDelegate next, StudioSettings settings)
{
    private const string Refusal = "The request comes from another site's page (--host adds a name of the studio).";

    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        return Reads(request.Method) || CrossOrigin.IsAllowed(settings, request) || IsOwn(request)
            ? next(context)
            : ProblemAnswers.WriteAsync(context, StatusCodes.Status403Forbidden, Refusal);
    }

    private static bool Reads(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private bool IsOwn(HttpRequest request)
    {
        string? site = request.Headers["Sec-Fetch-Site"];
        if (site is not (null or "same-origin" or "none"))
            return false;
        string? origin = request.Headers.Origin;
        // A proxy may pass the request under a name of its own; the page then has one that --host names.
        return origin is null
            || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? page)
                && (IsSame(page, request.Host)
                    || settings.Hosts.Contains(page.Host, StringComparer.OrdinalIgnoreCase)));
    }

    // The default port differs between http and https, and neither side writes it.
    private static bool IsSame(Uri page, HostString host) =>
        string.Equals(page.Host, host.Host, StringComparison.OrdinalIgnoreCase)
        && (host.Port ?? (page.IsDefaultPort ? page.Port : 0)) == page.Port;
}
