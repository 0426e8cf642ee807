using Microsoft.OpenApi;

namespace Impasto.Studio.Description;

/// <summary>A parameter of an operation that its method's signature does not describe, or not well.</summary>
/// <param name="Name">Its name.</param>
/// <param name="In">Where it stands.</param>
/// <param name="Description">What it does.</param>
/// <param name="Schema">Its values.</param>
internal sealed record ApiParameter(string Name, ParameterLocation In, string Description, OpenApiSchema Schema)
{
    /// <summary>A parameter of the query.</summary>
    public static ApiParameter Query(string name, string description, OpenApiSchema schema) =>
        new(name, ParameterLocation.Query, description, schema);

    /// <summary>A header of the request.</summary>
    public static ApiParameter Header(string name, string description, OpenApiSchema schema) =>
        new(name, ParameterLocation.Header, description, schema);
}
