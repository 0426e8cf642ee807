using Impasto.Studio.Answers;
using Impasto.Studio.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Impasto.Studio.Web;

/// <summary>What a client can choose from: options, presets, samples, limits.</summary>
internal static class CatalogRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api").WithTags("Catalogue");
        group.MapGet("catalog", (StudioSettings settings) => CatalogView.Of(settings))
            .WithSummary("Options with their help, ranges and defaults, presets, samples and limits.");
        group.MapGet("samples/{name}", (string name, HttpContext context) =>
            {
                byte[] bytes = Samples.Read(name) ?? throw StudioProblem.Missing("sample");
                context.Response.Headers.CacheControl = "private, max-age=86400";
                return Results.Bytes(bytes, "image/jpeg");
            })
            .WithSummary("A sample picture.")
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg");
    }
}
