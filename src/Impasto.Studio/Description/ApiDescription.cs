using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Impasto.Studio.Description;

/// <summary>
/// The description of the service that /openapi/v1.json gives: OpenAPI 3.0, which all generators read.
/// </summary>
internal static class ApiDescription
{
    private const string Bearer = "token", Cookie = "page";
    private const string ViewSuffix = "View";

    private static readonly (string Name, string Description)[] Tags =
    [
        ("Runs", "Creates, lists, controls and deletes runs."),
        ("Batches", "Several runs that one request makes, with one progress."),
        ("Queue", "What waits, what is painted and by whom; changes the order."),
        ("Pictures", "Pictures and clips of a run: what it was made from, its newest frame, its result."),
        ("Events", "Server-sent events: every change as it happens."),
        ("Catalogue", "What can be chosen: options, presets, samples, limits; and a preview of a run."),
        ("Health", "Whether the program and its store answer."),
    ];

    /// <summary>Adds what makes the description.</summary>
    public static void Add(IServiceCollection services, StudioSettings settings) => services.AddOpenApi(options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_0;
        options.CreateSchemaReferenceId = type =>
            OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } name ? NameOf(name) : null;
        options.AddSchemaTransformer(WordProperties.AddAsync);
        options.AddOperationTransformer(OperationDetails.AddAsync);
        options.AddDocumentTransformer((document, _, _) =>
        {
            Complete(document, needsToken: settings.NeedsToken);
            return Task.CompletedTask;
        });
    });

    // Clients have no need of the word that parts our views from what is stored.
    private static string NameOf(string type) =>
        type.EndsWith(ViewSuffix, StringComparison.Ordinal) ? type[..^ViewSuffix.Length] : type;

    private static void Complete(OpenApiDocument document, bool needsToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Impasto Studio",
            Version = "1",
            Description = "Paints pictures and clips in the style of paintings. Times are those of ISO 8601 in UTC; "
                + "addresses in links are relative to the studio's.",
            License = new OpenApiLicense { Name = "MIT", Url = new Uri("https://opensource.org/license/mit") },
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Tags = new HashSet<OpenApiTag>(
            Tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }));
        // ASP.NET's own schema of problem details, which lacks the code.
        document.Components?.Schemas?.Remove("ProblemDetails");
        ProblemResponses.AddTo(document);
        foreach ((string name, OpenApiSchema schema) in RunSchemas.All())
            document.AddComponent(name, schema);
        document.AddComponent(RunSchemas.Changes, RunSchemas.ChangesOf(document));
        document.AddComponent(WebhookCallback.Message, WebhookCallback.Schema(document));
        Secure(document, needsToken);
        NullableReferences.Simplify(document);
    }

    private static void Secure(OpenApiDocument document, bool needsToken)
    {
        document.AddComponent<IOpenApiSecurityScheme>(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A token: one that impasto studio tokens add has printed, or the studio's own.",
        });
        document.AddComponent<IOpenApiSecurityScheme>(Cookie, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Cookie,
            Name = "impasto",
            Description = "The cookie that the page gets for a token.",
        });
        document.Security = [Required(Bearer), Required(Cookie)];
        // A studio that only its own machine can reach has no token.
        if (!needsToken)
            document.Security.Add(new OpenApiSecurityRequirement());

        OpenApiSecurityRequirement Required(string scheme) =>
            new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
    }
}
