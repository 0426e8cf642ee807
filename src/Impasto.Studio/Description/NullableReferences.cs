using Microsoft.OpenApi;

namespace Impasto.Studio.Description;

/// <summary>Writes properties that may be missing as what they are if they are there.</summary>
/// <remarks>
/// ASP.NET writes oneOf with a schema of type null, a type that OpenAPI 3.0 lacks. Answers leave such properties out
/// instead of writing null.
/// </remarks>
internal static class NullableReferences
{
    /// <summary>Rewrites them in all schemas of a document.</summary>
    public static void Simplify(OpenApiDocument document)
    {
        foreach (OpenApiSchema schema in (document.Components?.Schemas?.Values ?? []).OfType<OpenApiSchema>())
        {
            foreach ((string name, IOpenApiSchema property) in schema.Properties?.ToArray() ?? [])
            {
                if (property.OneOf is { Count: 2 } choices
                    && choices.OfType<OpenApiSchemaReference>().FirstOrDefault() is { } target)
                {
                    schema.Properties![name] = target;
                }
            }
        }
    }
}
