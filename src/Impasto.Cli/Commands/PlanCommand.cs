using System.CommandLine;
using Impasto.Cli.Arguments;
using Impasto.Cli.Reporting;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Jobs;
using Impasto.Networks.Weights;
using Impasto.Records;
using Spectre.Console;

namespace Impasto.Cli.Commands;

/// <summary>impasto plan: shows what a run would take, without running it.</summary>
internal sealed class PlanCommand(Terminal terminal)
{
    private readonly Argument<string> _content = new("content")
    {
        Description = "The photograph, or only its size: 12000x8000.",
    };

    private readonly Argument<string[]> _styles = new("style")
    {
        Description = "The paintings, or their sizes. [one as large as the content]",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly StylizeArguments _arguments = new(usualOutput: "none: nothing is written");

    public static Command Create(Terminal terminal)
    {
        var plan = new PlanCommand(terminal);
        var command = new Command(
            "plan", "Show how much memory and time a run would take, and how it would be done.")
        {
            plan._content, plan._styles,
        };
        plan._arguments.AddOptions(command);
        command.SetAction(plan.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        IReadOnlyList<RecordedStyle> named = StylizeArguments.ReadStyles(parsed.GetValue(_styles) ?? []);
        StylizeRequest request = _arguments.ReadPlan(parsed, parsed.GetRequiredValue(_content), named);
        RunRecord record = request.Record;
        PictureSize content = SizeOf(record.Content!.Name, request);
        PictureSize[] styles = [.. record.Styles.Concat(record.Regions.SelectMany(region => region.Styles))
            .Select(style => style.Area is { } area
                ? new PictureSize(area.Width, area.Height)
                : SizeOf(style.Picture.Name, request))];
        if (styles.Length == 0)
            styles = [content];
        PictureSize? strokes = record.Styles.Select(style => style.FineStrokes).FirstOrDefault() is { } fine
            ? SizeOf(fine.Name, request)
            : null;
        StylizeOptions options = request.Record.Options;
        LoadedNetwork network = request.LoadNetwork(terminal, request.Deepest);
        ComputeDevice device = Devices.Open(request.Device, request.Threads);
        using var stylizer = new Stylizer(network.Network, device, terminal.Clock) { MemoryLimit = request.Memory };
        StylizePlan plan = stylizer.Plan(content, styles, options, strokes);
        double seconds = plan.Multiplications / stylizer.MeasureSpeed(options);
        IReadOnlyList<double> shares = await new JobPictures(new PictureReader(handler: terminal.Http))
            .RegionSharesAsync(record, plan.Scales[^1].Size, cancellation);
        foreach ((RecordedRegion region, double share) in record.Regions.Zip(shares))
            terminal.Out.WriteLine(RegionWords.Line(region, share));
        new PlanReport(terminal.Out).Show(plan, $"{network.Network.Name} on {device.Name}", seconds);
        return ExitCode.Success;
    }

    // Pictures from the web and from standard input as for the run itself.
    private PictureSize SizeOf(string source, StylizeRequest request)
    {
        if (SizeWords.Read(source) is { } size && !File.Exists(source))
            return size;
        var limits = new PictureLimits { MaxPixels = PictureLimits.MostPixels };
        PictureReader reader = new(limits, handler: terminal.Http) { VectorSide = request.Record.Options.VectorSide };
        if (source == "-")
            return reader.ReadInfo(terminal.Input()).UprightSize;
        if (!PictureName.IsAddress(source))
            return reader.ReadInfo(source).UprightSize;
        using var stream = new MemoryStream(reader.FetchAsync(source).GetAwaiter().GetResult()!);
        return reader.ReadInfo(stream, source).UprightSize;
    }
}
