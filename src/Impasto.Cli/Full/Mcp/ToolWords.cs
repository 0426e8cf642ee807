using System.Text.Json;
using Impasto.Cli.Shell;
using ModelContextProtocol.Protocol;

namespace Impasto.Cli.Full.Mcp;

/// <summary>The arguments of a tool's call.</summary>
internal sealed class ToolWords
{
    private readonly IDictionary<string, JsonElement> _words;

    /// <param name="words">The arguments; null for none.</param>
    /// <param name="tool">The tool, whose schema names the arguments.</param>
    /// <exception cref="WrongCallException">The tool does not take one of them.</exception>
    public ToolWords(IDictionary<string, JsonElement>? words, Tool tool)
    {
        _words = words ?? new Dictionary<string, JsonElement>();
        string[] known = [.. tool.InputSchema.GetProperty("properties").EnumerateObject().Select(one => one.Name)];
        if (_words.Keys.Except(known).FirstOrDefault() is { } unknown)
        {
            throw new WrongCallException(
                $"Unknown argument '{unknown}': {tool.Name} takes {string.Join(", ", known)}.");
        }
    }

    /// <summary>A word; null if it was not given.</summary>
    /// <exception cref="WrongCallException">It is not a text.</exception>
    public string? Text(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : throw Wrong(name, "a text", value);

    /// <summary>A word that must be given.</summary>
    /// <exception cref="WrongCallException">It is missing, or not a text.</exception>
    public string RequiredText(string name) =>
        Text(name) ?? throw new WrongCallException($"{name}: expected a text, got nothing.");

    /// <summary>One or several words: a text, or a list of texts.</summary>
    /// <exception cref="WrongCallException">It is neither.</exception>
    public IReadOnlyList<string> Texts(string name) => Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(IsText) =>
            [.. list.EnumerateArray().Select(one => one.GetString()!)],
        { } other => throw Wrong(name, "a list of texts", other),
    };

    /// <summary>A yes or no; false if it was not given.</summary>
    /// <exception cref="WrongCallException">It is neither.</exception>
    public bool Flag(string name) => Find(name) is { } value
        && (value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Wrong(name, "true or false", value));

    /// <summary>Values by name: numbers and truths as a command line would have them.</summary>
    /// <exception cref="WrongCallException">It is not an object, or a value is an object or a list.</exception>
    public IEnumerable<KeyValuePair<string, string>> Values(string name)
    {
        if (Find(name) is not { } value)
            return [];
        return value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().Select(one => KeyValuePair.Create(one.Name, Value(one)))
            : throw Wrong(name, "an object of names and values", value);
    }

    /// <summary>A value as text; null if it was not given.</summary>
    /// <exception cref="WrongCallException">It is an object or a list.</exception>
    public string? Value(string name) => Find(name) is { } value ? Value(name, value) : null;

    private static string Value(JsonProperty one) => Value(one.Name, one.Value);

    private static string Value(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw Wrong(name, "a number or a text", value),
    };

    private JsonElement? Find(string name) =>
        _words.TryGetValue(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private static WrongCallException Wrong(string name, string expected, JsonElement value)
    {
        string text = value.GetRawText();
        return new WrongCallException(
            $"{name}: expected {expected}, got {(text.Length > 60 ? $"{text[..60]}..." : text)}.");
    }
}
