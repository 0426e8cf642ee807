using System.Globalization;
using System.Text.Json.Nodes;
using Impasto.Imaging;
using Impasto.Jobs;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Impasto.Cli.Full.Mcp;

/// <summary>The tool stylize: makes a picture.</summary>
internal sealed class StylizeTool(ToolPainter painter) : ITool
{
    private const string Output = "output";
    private const string Overwrite = "overwrite";
    private const string Preview = "preview";
    private const int PreviewSide = 512;

    public Tool Description { get; } = ToolSchema.Of(
        "stylize",
        "Repaint a photograph in the manner of one or several paintings, and write the picture to a file. Takes "
            + "seconds to minutes; reports every step. A cancelled call writes nothing.",
        isReadOnly: false,
        [ToolSchema.Content, ToolSchema.Styles, Output],
        [
            (ToolSchema.Content, ToolSchema.Text("The photograph: a file.")),
            (ToolSchema.Styles, ToolSchema.Texts(
                "The paintings: files; =2 after a name gives it twice the share of the others.")),
            (Output, ToolSchema.Text("The file that receives the picture: .png, .jpg, .webp or .tif.")),
            (Overwrite, ToolSchema.Flag("Replace the output if it exists. Default: false.")),
            (Preview, ToolSchema.Flag(
                $"Also answer with the picture itself, at most {PreviewSide} pixels a side. Default: false.")),
            .. ToolSchema.Recipe,
        ]);

    public async Task<CallToolResult> CallAsync(
        ToolWords words, IProgress<ProgressNotificationValue>? progress, CancellationToken cancellation)
    {
        string content = words.RequiredText(ToolSchema.Content);
        IReadOnlyList<string> styles = words.Texts(ToolSchema.Styles);
        if (styles.Count == 0)
            throw new InvalidOptionsException("styles: expected one painting or more, got none.");
        string target = painter.ForWriting(Output, words.RequiredText(Output));
        bool overwrite = words.Flag(Overwrite), preview = words.Flag(Preview);
        RunRecord record = painter.ReadRecipe(words, styles) with
        {
            Content = painter.Picture(ToolSchema.Content, content),
        };
        painter.RequireApart(record, Output, target);
        PaintingResult made = await painter.PaintAsync(
            record, target, overwrite, progress is null ? null : new Steps(progress), cancellation);
        return ToolSchema.Answer(Summary(target, made), preview ? [Small(made.Result.Picture)] : []);
    }

    private static JsonObject Summary(string target, PaintingResult made)
    {
        StylizeResult result = made.Result;
        return new JsonObject
        {
            ["output"] = target,
            ["outcome"] = result.Outcome.ToString().ToLowerInvariant(),
            ["width"] = result.Picture.Width,
            ["height"] = result.Picture.Height,
            ["steps"] = result.Losses.Count,
            ["loss"] = result.FinalLoss?.Total,
            ["seconds"] = Math.Round(result.Seconds, 1),
            ["engine"] = result.Engine,
            ["notes"] = new JsonArray([.. result.Notes.Select(note => (JsonNode)note)]),
        };
    }

    private static ImageContentBlock Small(Picture picture)
    {
        double factor = Math.Min(1, PreviewSide / (double)Math.Max(picture.Width, picture.Height));
        Picture small = factor == 1 ? picture : Resampler.Resize(
            picture, Math.Max(1, (int)(picture.Width * factor)), Math.Max(1, (int)(picture.Height * factor)));
        return ImageContentBlock.FromBytes(PictureWriter.Encode(small, PictureFormat.Jpeg), "image/jpeg");
    }

    private sealed class Steps(IProgress<ProgressNotificationValue> progress) : IProgress<StylizeProgress>
    {
        public void Report(StylizeProgress value) => progress.Report(new ProgressNotificationValue
        {
            Progress = value.Step,
            Total = value.TotalSteps,
            Message = string.Create(
                CultureInfo.InvariantCulture,
                $"Step {value.Step} of {value.TotalSteps}, {value.Size} pixels, loss {value.Loss.Total:0.####}, "
                + $"{value.RemainingSeconds:0} s left"),
        });
    }
}
