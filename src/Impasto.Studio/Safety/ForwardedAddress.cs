using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;

namespace Impasto.Studio.Safety;

/// <summary>
/// Takes the client's address, scheme and host from the headers of a proxy that the operator trusts; from anybody else
/// these headers count for nothing.
/// </summary>
internal static class ForwardedAddress
{
    /// <summary>Adds it to the pipeline, before whatever asks for one of the three.</summary>
    public static void Use(WebApplication app, StudioSettings settings)
    {
        if (settings.Proxies.Count == 0)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders =
                ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            // Every address is checked on the way to the client, so that a proxy may stand behind another one.
            ForwardLimit = null,
        };
        // ASP.NET trusts this machine if nobody says otherwise.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (System.Net.IPNetwork proxy in settings.Proxies)
            options.KnownIPNetworks.Add(proxy);
        app.UseForwardedHeaders(options);
    }
}
