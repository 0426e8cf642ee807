using Microsoft.OpenApi;

namespace Impasto.Studio.Description;

/// <summary>A header of an operation's good answers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it says.</param>
internal sealed record AnswerHeader(string Name, string Description)
{
    /// <summary>The tag of the answer's content.</summary>
    public static AnswerHeader ETag { get; } = new("ETag", "The content's tag, for If-None-Match.");

    /// <summary>The address of a new run.</summary>
    public static AnswerHeader Location { get; } = new("Location", "The address of the run.");

    /// <summary>The addresses of other pages.</summary>
    public static AnswerHeader Link { get; } = new("Link", "The addresses of the first and the next page (RFC 8288).");

    /// <summary>The preference that was followed.</summary>
    public static AnswerHeader Preference { get; } =
        new("Preference-Applied", "The preference that was followed: wait=SECONDS.");

    /// <summary>Adds it to the answers of an operation that have a status from 200 to 299.</summary>
    public void AddTo(OpenApiOperation operation)
    {
        foreach ((string status, IOpenApiResponse answer) in operation.Responses ?? new OpenApiResponses())
        {
            if (!status.StartsWith('2') || answer is not OpenApiResponse response)
                continue;
            response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
            response.Headers[Name] = new OpenApiHeader { Description = Description, Schema = Schemas.Text() };
        }
    }
}
