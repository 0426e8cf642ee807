using System.Text.Json.Nodes;
using Impasto.Cli.Words;
using Impasto.Imaging;
using Impasto.Records;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Impasto.Cli.Full.Mcp;

/// <summary>The tool plan: what a run would take.</summary>
internal sealed class PlanTool(ToolPainter painter) : ITool
{
    public Tool Description { get; } = ToolSchema.Of(
        "plan",
        "Say what size, memory and time a run of stylize would take on this machine; makes no picture.",
        isReadOnly: true,
        [ToolSchema.Content],
        [
            (ToolSchema.Content, ToolSchema.Text("The photograph: a file, or only its size, such as 4000x3000.")),
            (ToolSchema.Styles, ToolSchema.Texts("The paintings: files. Default: one as large as the content.")),
            .. ToolSchema.Recipe,
        ]);

    public async Task<CallToolResult> CallAsync(
        ToolWords words, IProgress<ProgressNotificationValue>? progress, CancellationToken cancellation)
    {
        string named = words.RequiredText(ToolSchema.Content);
        RunRecord record = painter.ReadRecipe(words, words.Texts(ToolSchema.Styles));
        PictureSize content = SizeWords.Read(named)
            ?? await painter.SizeOfAsync(ToolSchema.Content, named, record, cancellation);
        List<PictureSize> styles = [];
        foreach (RecordedStyle style in record.Styles)
            styles.Add(await painter.SizeOfAsync(ToolSchema.Styles, style.Picture.Name, record, cancellation));
        (StylizePlan plan, string engine, double seconds) = await painter.PlanAsync(
            record, content, styles.Count > 0 ? styles : [content], cancellation);
        return ToolSchema.Answer(Summary(plan, engine, seconds));
    }

    private static JsonObject Summary(StylizePlan plan, string engine, double seconds) => new()
    {
        ["width"] = plan.Scales[^1].Size.Width,
        ["height"] = plan.Scales[^1].Size.Height,
        ["memoryBytes"] = plan.Bytes,
        ["memoryLimitBytes"] = plan.MemoryLimit,
        ["diskBytes"] = plan.DiskBytes,
        ["seconds"] = Math.Round(seconds, 1),
        ["engine"] = engine,
        ["scales"] = new JsonArray([.. plan.Mixing.Concat(plan.Scales).Select(Scale)]),
    };

    private static JsonNode Scale(StylizePlanScale scale) => new JsonObject
    {
        ["width"] = scale.Size.Width,
        ["height"] = scale.Size.Height,
        ["steps"] = scale.Steps,
        ["tiles"] = scale.Tiles,
        ["memoryBytes"] = scale.Bytes,
    };
}
