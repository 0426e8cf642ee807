using Microsoft.OpenApi;

namespace Impasto.Studio.Description;

/// <summary>The body of an operation that takes neither a run nor changes of one.</summary>
internal sealed class RequestBody
{
    private readonly Func<OpenApiDocument?, OpenApiRequestBody> _describe;

    private RequestBody(Func<OpenApiDocument?, OpenApiRequestBody> describe) => _describe = describe;

    /// <summary>One file as it is.</summary>
    public static RequestBody OfFile { get; } = new(_ => Of(
        "The file; any Content-Type will do.",
        "application/octet-stream",
        new OpenApiMediaType { Schema = Schemas.File() }));

    /// <summary>What is to be planned.</summary>
    public static RequestBody OfPlan { get; } = new(document => Of(
        "The run, with sizes instead of pictures.",
        "application/json",
        new OpenApiMediaType
        {
            Schema = new OpenApiSchemaReference(RunSchemas.NewPlan, document), Example = RunSchemas.PlanExample(),
        }));

    /// <summary>Describes it.</summary>
    public OpenApiRequestBody Describe(OpenApiDocument? document) => _describe(document);

    private static OpenApiRequestBody Of(string description, string type, OpenApiMediaType body) => new()
    {
        Required = true,
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [type] = body },
    };
}
