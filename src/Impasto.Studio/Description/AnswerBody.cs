using Microsoft.OpenApi;

namespace Impasto.Studio.Description;

/// <summary>The body of an operation's good answers, whole or in part, if it is no JSON: a file or a text.</summary>
/// <param name="Type">Its media type.</param>
/// <param name="Example">An example of a text; null (the default) for none.</param>
internal sealed record AnswerBody(string Type, string? Example = null)
{
    private static readonly string[] Statuses = ["200", "206"];

    /// <summary>Adds it to an operation.</summary>
    public void AddTo(OpenApiOperation operation)
    {
        bool isText = Type.StartsWith("text/", StringComparison.Ordinal);
        foreach ((string status, IOpenApiResponse answer) in operation.Responses ?? new OpenApiResponses())
        {
            if (!Statuses.Contains(status) || answer is not OpenApiResponse response)
                continue;
            response.Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [Type] = new OpenApiMediaType { Schema = isText ? Schemas.Text() : Schemas.File(), Example = Example },
            };
        }
    }
}
