using System.Text.Json;
using Impasto.Studio.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Impasto.Studio.Requests;

/// <summary>Reads a JSON body as the form with the same fields: a list is a field given several times.</summary>
internal static class JsonForm
{
    private const string Example = """{"content": "https://...", "style": ["sample:swirls.jpg"], "size": 512}""";

    /// <summary>Reads a body; how long it may be is a matter of the server's limit.</summary>
    /// <exception cref="StudioProblem">It is no JSON object, or a value is neither text, number nor switch.</exception>
    public static Task<IFormCollection> ReadAsync(HttpRequest request) => JsonBody.ReadAsync<IFormCollection>(
        request.Body, root => new FormCollection(Fields(root)), request.HttpContext.RequestAborted);

    private static Dictionary<string, StringValues> Fields(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw JsonBody.Bad($"Expected an object such as {Example}.");
        Dictionary<string, StringValues> fields = new(StringComparer.OrdinalIgnoreCase);
        // Clients that generators make send null for whatever is left out.
        foreach (JsonProperty field in root.EnumerateObject()
            .Where(field => field.Value.ValueKind != JsonValueKind.Null))
        {
            StringValues values = field.Value.ValueKind == JsonValueKind.Array
                ? new StringValues([.. field.Value.EnumerateArray().Select(value => Text(field.Name, value))])
                : new StringValues(Text(field.Name, field.Value));
            if (!fields.TryAdd(field.Name, values))
                throw JsonBody.Bad($"{field.Name}: expected once, got it again.");
        }

        return fields;
    }

    // Nothing for null, as for an empty field of a form.
    private static string Text(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "on",
        JsonValueKind.False => "off",
        JsonValueKind.Null => "",
        _ => throw JsonBody.Bad($"{name}: expected a text, a number, true or false, or a list of them."),
    };
}
