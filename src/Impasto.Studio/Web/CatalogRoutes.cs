using Impasto.Studio.Answers;
using Impasto.Studio.Description;
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
        group.MapGet("catalog", (StudioSettings settings) => CatalogView.Of(settings)).WithName("getCatalog")
            .WithSummary("Options with their help, ranges and defaults, presets, samples and limits.")
            .WithMetadata(AnswerHeader.ETag, TaggedAnswer.Wanted);
        group.MapGet("samples/{name}", (string name, HttpContext context) =>
            {
                byte[] bytes = Samples.Read(name) ?? throw StudioProblem.Missing("sample");
                context.Response.Headers.CacheControl = "private, max-age=86400";
                return FileAnswers.WriteAsync(context, bytes, "image/jpeg");
            })
            .WithName("getSample")
            .WithSummary("A sample picture.")
            .AnswersFile("image/jpeg")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
