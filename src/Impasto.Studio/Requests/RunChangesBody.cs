using System.Text.Json;
using Impasto.Studio.Answers;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Requests;

/// <summary>Reads the body of a request that continues or repeats a run; an empty one changes nothing.</summary>
internal static class RunChangesBody
{
    private const int MostBytes = 100_000;
    private const string Example = """{"options": {"strength": 65}}""";

    /// <summary>Reads a body.</summary>
    /// <exception cref="StudioProblem">It is not JSON, too long, or has other fields.</exception>
    public static async Task<RunChanges> ReadAsync(HttpRequest request)
    {
        byte[] body = await BytesAsync(request);
        if (body.Length == 0)
            return new RunChanges();
        if (!request.HasJsonContentType())
        {
            throw new StudioProblem(
                StatusCodes.Status415UnsupportedMediaType, $"Expected JSON such as {Example} as application/json.");
        }

        return await JsonBody.ReadAsync(
            new MemoryStream(body, writable: false), Read, request.HttpContext.RequestAborted);
    }

    private static async Task<byte[]> BytesAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        byte[] buffer = new byte[8192];
        while (await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted) is > 0 and int read)
        {
            if (body.Length + read > MostBytes)
            {
                throw new StudioProblem(
                    StatusCodes.Status413PayloadTooLarge, $"Expected at most {MostBytes} bytes of JSON, got more.");
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private static RunChanges Read(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Null)
            return new RunChanges();
        if (root.ValueKind != JsonValueKind.Object)
            throw JsonBody.Bad($"Expected an object such as {Example}, got {Kind(root)}.");
        var changes = new RunChanges();
        foreach (JsonProperty field in root.EnumerateObject())
        {
            changes = field.Name.ToLowerInvariant() switch
            {
                "preset" => changes with { Preset = OptionalText("preset", field.Value) },
                "options" => changes with { Options = Options(field.Value) },
                _ => throw JsonBody.Bad($"There is no field '{field.Name}': expected preset or options."),
            };
        }

        return changes;
    }

    private static Dictionary<string, string>? Options(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind != JsonValueKind.Object)
            throw JsonBody.Bad($"options: expected an object such as {Example}, got {Kind(value)}.");
        Dictionary<string, string> options = new(StringComparer.Ordinal);
        foreach (JsonProperty option in value.EnumerateObject())
        {
            options[option.Name] = OptionText($"options.{option.Name}", option.Value);
        }

        return options;
    }

    private static string OptionText(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "on",
        JsonValueKind.False => "off",
        _ => throw JsonBody.Bad($"{name}: expected a text, a number, true or false, got {Kind(value)}."),
    };

    private static string? OptionalText(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False =>
            throw JsonBody.Bad($"{name}: expected a text, \"{value.GetRawText()}\" in quotes, got {Kind(value)}."),
        _ => throw JsonBody.Bad($"{name}: expected a text such as \"65\", got {Kind(value)}."),
    };

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.Number => "a number",
        JsonValueKind.String => "a text",
        _ => value.GetRawText(),
    };
}
