using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Impasto.Cli.Arguments;
using Impasto.Cli.Reporting;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Networks.Weights;

namespace Impasto.Cli.Commands;

/// <summary>impasto plan: shows what a run would take, without running it.</summary>
internal sealed partial class PlanCommand(Terminal terminal)
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

    private readonly GroupedOption<string> _fineStyle = new("Regions", "--fine-style")
    {
        Description = "A painting whose fine strokes the styles receive first, or its size.",
        HelpName = "FILE",
    };

    private readonly StylizeArguments _arguments = new(StylizeInput.Both);

    public static Command Create(Terminal terminal)
    {
        var plan = new PlanCommand(terminal);
        var command = new Command(
            "plan", "Show how much memory and time a run would take, and how it would be done.")
        {
            plan._content, plan._styles,
        };
        plan._arguments.AddRecipe(command);
        command.Options.Add(plan._fineStyle);
        plan._arguments.AddDevice(command);
        command.SetAction(plan.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        StylizeRequest request = _arguments.ReadPlan(parsed);
        PictureSize content = SizeOf(parsed.GetRequiredValue(_content), request);
        PictureSize[] styles =
            [.. (parsed.GetValue(_styles) ?? [])
                .Select(style => SizeOf(StyleWords.Parse(style).Picture.Name, request))];
        if (styles.Length == 0)
            styles = [content];
        PictureSize? strokes = parsed.GetValue(_fineStyle) is { } fine ? SizeOf(fine, request) : null;
        StylizeOptions options = request.Record.Options;
        LoadedNetwork network = request.LoadNetwork(terminal, request.Deepest);
        ComputeDevice device = Devices.Open(request.Device, request.Threads);
        using var stylizer = new Stylizer(network.Network, device, terminal.Clock) { MemoryLimit = request.Memory };
        StylizePlan plan = stylizer.Plan(content, styles, options, strokes);
        double seconds = plan.Multiplications / stylizer.MeasureSpeed(options);
        new PlanReport(terminal.Out).Show(plan, $"{network.Network.Name} on {device.Name}", seconds);
        return ExitCode.Success;
    }

    private static PictureSize SizeOf(string source, StylizeRequest request)
    {
        Match size = Size().Match(source);
        if (size.Success)
            return new PictureSize(Side(size.Groups["width"]), Side(size.Groups["height"]));
        var limits = new PictureLimits { MaxPixels = PictureLimits.MostPixels };
        return new PictureReader(limits) { VectorSide = request.Record.Options.VectorSide }
            .ReadInfo(source).UprightSize;
    }

    private static int Side(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        "^(?<width>[1-9][0-9]{0,5})[xX](?<height>[1-9][0-9]{0,5})$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Size();
}
