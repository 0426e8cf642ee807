using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Impasto.Cli.Full.Mcp;

/// <summary>The tool presets: the recipes, and every option of a recipe.</summary>
internal sealed class PresetsTool : ITool
{
    private const string Name = "name";

    public Tool Description { get; } = ToolSchema.Of(
        "presets",
        "Explain the recipes that stylize can start from, and list all options of a recipe with their ranges.",
        isReadOnly: true,
        [],
        (Name, ToolSchema.Words(
            "One recipe: answers with its values of all options.", Presets.All.Select(preset => preset.Name))));

    public Task<CallToolResult> CallAsync(
        ToolWords words, IProgress<ProgressNotificationValue>? progress, CancellationToken cancellation) =>
        Task.FromResult(ToolSchema.Answer(words.Text(Name) is { } name ? Values(Presets.Find(name)) : All()));

    private static JsonObject All() => new()
    {
        ["presets"] = new JsonArray([.. Presets.All.Select(preset => (JsonNode)About(preset))]),
        ["options"] = new JsonArray([.. StylizeOptionCatalog.All.Select(option => (JsonNode)new JsonObject
        {
            ["name"] = option.Name,
            ["help"] = option.Help,
            ["range"] = option.Range,
        })]),
    };

    private static JsonObject Values(Preset preset)
    {
        JsonObject about = About(preset);
        about["values"] = new JsonObject(StylizeOptionCatalog.Read(preset.Options)
            .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        return about;
    }

    private static JsonObject About(Preset preset) => new()
    {
        ["name"] = preset.Name,
        ["summary"] = preset.Summary,
        ["explanation"] = string.Join(' ', preset.Explanation.Split('\n', StringSplitOptions.TrimEntries)),
    };
}
