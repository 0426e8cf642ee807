using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Safety;

/// <summary>Other sites whose pages may use the service, and how their requests are known.</summary>
internal static class CrossOrigin
{
    /// <summary>
    /// True if a request comes from a page of another site that is allowed. Its cookie counts for nothing then: the
    /// page must show the token.
    /// </summary>
    public static bool IsAllowed(StudioSettings settings, HttpRequest request) =>
        request.Headers.Origin is [{ } origin]
        && settings.CrossOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)
        && !IsOwn(origin, request.Host);

    // The studio may stand in its own list, and its page has the cookie.
    private static bool IsOwn(string origin, HostString host) =>
        string.Equals(new Uri(origin).Authority, host.Value, StringComparison.OrdinalIgnoreCase);
}
