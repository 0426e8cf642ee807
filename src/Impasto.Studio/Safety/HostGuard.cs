using System.Net;
using Impasto.Studio.Web;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Safety;

/// <summary>Refuses requests under names that are not the studio's: a page elsewhere may have its own name point here (DNS rebinding).</summary>
/// <remarks>Plain addresses are safe, since a browser only takes them for what they are; where only this machine is listened to, only its own.</remarks>
internal sealed class HostGuard(RequestDelegate next, StudioSettings settings)
{
    public Task InvokeAsync(HttpContext context)
    {
        string host = context.Request.Host.Host;
        return IsOwn(host)
            ? next(context)
            : ProblemAnswers.WriteAsync(context, StatusCodes.Status403Forbidden, "The request names a host that is not this studio's (--host adds one).");
    }

    private bool IsOwn(string host)
    {
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || settings.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase))
            return true;
        return IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address)
            && (IPAddress.IsLoopback(address) || !IPAddress.IsLoopback(settings.Address));
    }
}
