using System.CommandLine;
using Impasto.Cli.Arguments;
using Impasto.Cli.Reporting;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Imaging;
using Impasto.Records;
using Spectre.Console;

namespace Impasto.Cli.Commands;

/// <summary>impasto glance: shows in one pass what a run will make.</summary>
internal sealed class GlanceCommand(Terminal terminal)
{
    private const int Whole = 100;

    // What a glance takes of the recipe.
    private static readonly string[] Taken =
        ["size", "framing", "size-rule", "style-size", "style-scale", "color", "color-method", "alpha"];

    private readonly Argument<string> _content = new("content")
    {
        Description = "The photograph: a file, an http(s) address, or - for standard input.",
    };

    private readonly Argument<string[]> _styles = new("style")
    {
        Description = "One or several paintings, each a file or an address, =WEIGHT sets its share [1]; or one style "
            + "that learn wrote.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly GroupedOption<string> _output = new("Output", "--output", "-o")
    {
        Description = "The picture to write; its ending decides the format. [CONTENT_STYLE_glance.png]",
        HelpName = "FILE",
    };

    private readonly GroupedOption<bool> _force = new("Output", "--force")
    {
        Description = "Replace a file that exists.",
    };

    private readonly GroupedOption<long?> _strength = WholeNumber.Option(
        "Recipe",
        "--strength",
        "How much of the way to the painting, in per cent; 0 restores the photograph.",
        0,
        Whole,
        unset: $"{Whole}");

    private readonly GroupedOption<string> _decoder = new("Network", "--decoder")
    {
        Description = "A decoder of your own, which distill --decoder wrote; a learned style has one inside. "
            + "[the program's]",
        HelpName = "FILE",
    };

    private readonly GroupedOption<bool> _held = new("Network", "--held")
    {
        Description = "With a learned style: the same map for every photograph, as in the exported ONNX file.",
    };

    private readonly GroupedOption<long?> _threads = WholeNumber.Option(
        "Device", "--threads", "Threads on the CPU, 0 for all.", 0, 1024, unset: "0");

    private readonly WritingArguments _writing = new();

    private readonly List<(StylizeOption Known, GroupedOption<string> Option)> _recipe = [];

    public static Command Create(Terminal terminal)
    {
        var words = new GlanceCommand(terminal);
        var command = new Command(
            "glance", "Show in one pass, without the steps of a run, about what stylize will make.")
        {
            words._content, words._styles, words._output, words._force, words._strength,
        };
        foreach (string name in Taken)
        {
            StylizeOption known = StylizeOptionCatalog.Find(name);
            GroupedOption<string> option = StylizeArguments.Make(known, new StylizeOptions());
            words._recipe.Add((known, option));
            command.Options.Add(option);
        }

        command.Options.Add(words._decoder);
        command.Options.Add(words._held);
        command.Options.Add(words._threads);
        words._writing.AddTo(command, hasParameters: false);
        command.SetAction(words.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string content = parsed.GetRequiredValue(_content);
        IReadOnlyList<RecordedStyle> styles = StylizeArguments.ReadStyles(parsed.GetRequiredValue(_styles));
        StylizeOptions options = Recipe(parsed);
        string named = string.Join(
            '_', [PictureName.Stem(content), .. styles.Select(style => PictureName.Stem(style.Picture.Name))]);
        string output = parsed.GetValue(_output) ?? $"{named}_glance.png";
        PictureName.RequireFile("--output", output, $"{named}_glance.png");
        PictureWriteOptions writing = _writing.Read(parsed, output, new RecordedOutput())
            .ToWriteOptions(parsed.GetValue(_force));
        WrongCallException.Check(() => PictureWriter.CheckOptions(output, writing));
        string[] inputs =
            [content, .. styles.Select(style => style.Picture.Name), parsed.GetValue(_decoder) ?? ""];
        if (inputs.Count(input => input == "-") > 1)
            throw new WrongCallException("Standard input (-) can be read only once.");
        new InputFiles(inputs).RequireApart(("--output", output));
        string? learned = LearnedFile(parsed, styles);
        PictureWriter.Check(output, writing);
        Picture photo = await NotedPicture.ReadAsync(terminal, content, options.VectorSide, cancellation);
        List<WeightedStyle> paintings = [];
        foreach (RecordedStyle style in learned is null ? styles : [])
        {
            Picture painting = await NotedPicture.ReadAsync(
                terminal, style.Picture.Name, options.VectorSide, cancellation);
            paintings.Add(new WeightedStyle(painting, style.Weight));
        }

        using Glance glance = Open(parsed, learned);
        Picture made = glance.Paint(
            new StylizeTask(photo, paintings, options), parsed.GetValue(_strength) ?? Whole, cancellation);
        PictureWriter.Write(made, output, writing);
        terminal.Out.WriteLine($"Result   {output}, {made.Width} x {made.Height}");
        return ExitCode.Success;
    }

    // The file of a learned style, if the call has one; it stands alone.
    private string? LearnedFile(ParseResult parsed, IReadOnlyList<RecordedStyle> styles)
    {
        string? learned = styles.Select(style => style.Picture.Name).FirstOrDefault(LearnedStyle.IsStyle);
        string? problem = (learned, parsed) switch
        {
            (null, _) when parsed.GetValue(_held) => "--held has no effect without a learned style.",
            (null, _) => null,
            _ when styles.Count > 1 => $"Expected one learned style alone, got {styles.Count} paintings and styles.",
            _ when styles[0].Weight != 1 => $"A learned style stands alone: expected '{learned}' without a weight.",
            _ when parsed.GetValue(_decoder) is not null => "--decoder has no effect with a learned style.",
            _ when NeedsPainting(parsed) is { } name => $"--{name} has no effect with a learned style.",
            _ => null,
        };
        return problem is null ? learned : throw new WrongCallException(problem);
    }

    private string? NeedsPainting(ParseResult parsed) => _recipe
        .Where(pair => pair.Known.Name is "style-size" or "style-scale" && parsed.GetValue(pair.Option) is not null)
        .Select(pair => pair.Known.Name)
        .FirstOrDefault();

    private Glance Open(ParseResult parsed, string? learned)
    {
        var device = new CpuDevice((int)(parsed.GetValue(_threads) ?? 0));
        return learned is null
            ? new Glance(parsed.GetValue(_decoder), device)
            : new Glance(LearnedStyle.Load(learned), device) { HoldsMoments = parsed.GetValue(_held) };
    }

    private StylizeOptions Recipe(ParseResult parsed)
    {
        var options = new StylizeOptions();
        foreach ((StylizeOption known, GroupedOption<string> option) in _recipe)
        {
            if (parsed.GetValue(option) is { } text)
                options = WrongCallException.Read(() => known.Write(options, text));
        }

        WrongCallException.Require(options.Validate());
        StylizeArguments.RequireEffect(parsed, _recipe, options);
        return options;
    }
}
