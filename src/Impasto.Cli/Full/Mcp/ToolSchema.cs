using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace Impasto.Cli.Full.Mcp;

/// <summary>The tools' arguments as JSON schemas, and their answers.</summary>
internal static class ToolSchema
{
    public const string Content = "content";
    public const string Styles = "styles";
    public const string Preset = "preset";
    public const string Options = "options";

    /// <summary>Options of a recipe that are arguments of their own, because they are used most.</summary>
    public static readonly string[] OwnOptions = ["size", "steps", "strength"];

    /// <summary>The arguments that decide how a picture looks.</summary>
    public static IEnumerable<(string Name, JsonObject Schema)> Recipe =>
    [
        (Preset, Words($"The recipe to start from; the tool presets explains them. Default: {Presets.All[0].Name}.",
            Presets.All.Select(preset => preset.Name))),
        .. OwnOptions.Select(name => (name, Option(StylizeOptionCatalog.Find(name)))),
        (Options, new JsonObject
        {
            ["type"] = "object",
            ["description"] = "Other options of the recipe by name, such as {\"color\": \"content\"}; the tool presets "
                + "lists them all with their ranges.",
            ["additionalProperties"] = Types("string", "number"),
        }),
    ];

    /// <summary>A text.</summary>
    public static JsonObject Text(string description) =>
        new() { ["type"] = "string", ["description"] = description };

    /// <summary>One of some words.</summary>
    public static JsonObject Words(string description, IEnumerable<string> words) => new()
    {
        ["type"] = "string",
        ["description"] = description,
        ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]),
    };

    /// <summary>A list of texts.</summary>
    public static JsonObject Texts(string description) => new()
    {
        ["type"] = "array",
        ["items"] = new JsonObject { ["type"] = "string" },
        ["description"] = description,
    };

    /// <summary>Yes or no.</summary>
    public static JsonObject Flag(string description) =>
        new() { ["type"] = "boolean", ["description"] = description };

    /// <summary>A tool.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does, for the caller.</param>
    /// <param name="isReadOnly">True if it writes nothing.</param>
    /// <param name="required">Arguments that every call has.</param>
    /// <param name="arguments">All arguments.</param>
    public static Tool Of(
        string name,
        string description,
        bool isReadOnly,
        IEnumerable<string> required,
        params IEnumerable<(string Name, JsonObject Schema)> arguments)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(
                arguments.Select(one => KeyValuePair.Create(one.Name, (JsonNode?)one.Schema))),
            ["required"] = new JsonArray([.. required.Select(one => (JsonNode)one)]),
            ["additionalProperties"] = false,
        };
        return new Tool
        {
            Name = name,
            Description = description,
            InputSchema = Element(schema),
            Annotations = new ToolAnnotations { ReadOnlyHint = isReadOnly, DestructiveHint = !isReadOnly },
        };
    }

    /// <summary>An answer for programs, which stands in its text as well.</summary>
    public static CallToolResult Answer(JsonObject answer, params IEnumerable<ContentBlock> more) => new()
    {
        Content = [new TextContentBlock { Text = answer.ToJsonString() }, .. more],
        StructuredContent = Element(answer),
    };

    private static JsonObject Option(StylizeOption option) => new()
    {
        ["type"] = new JsonArray("string", "number"),
        ["description"] = $"{option.Help} {char.ToUpperInvariant(option.Range[0])}{option.Range[1..]}. Default: that "
            + "of the preset.",
    };

    private static JsonObject Types(params IEnumerable<string> types) =>
        new() { ["type"] = new JsonArray([.. types.Select(type => (JsonNode)type)]) };

    private static JsonElement Element(JsonObject json)
    {
        using var document = JsonDocument.Parse(json.ToJsonString());
        return document.RootElement.Clone();
    }
}
