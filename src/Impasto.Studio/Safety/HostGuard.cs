using System.Net;
using Impasto.Studio.Answers;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Safety;

/// <summary>Refuses requests under host names that are not the studio's.</summary>
/// <remarks>
/// A page elsewhere may let its own name point here (DNS rebinding). Plain addresses are safe, since a browser never
/// resolves them; a studio that listens on this machine only accepts only this machine's.
/// </remarks>
internal sealed class HostGuard(RequestDelegate next, StudioSettings settings)
{
    private const string Refusal = "The request names a host that is not this studio's (--host adds one).";

    public Task InvokeAsync(HttpContext context) => IsOwn(context.Request.Host.Host)
        ? next(context)
        : ProblemAnswers.WriteAsync(context, StatusCodes.Status403Forbidden, Refusal);

    private bool IsOwn(string host)
    {
        bool isNamed = string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || settings.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase);
        if (isNamed)
            return true;
        return IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address)
            && (IPAddress.IsLoopback(address) || !IPAddress.IsLoopback(settings.Address));
    }
}
