using System.CommandLine;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Records;

namespace Impasto.Cli.Arguments;

/// <summary>The words of a call that paints in one pass: paintings, recipe, decoder.</summary>
/// <param name="forFrames">
/// Whether pictures come one after the other: without regions, and with held moments for paintings, too.
/// </param>
internal sealed class GlanceArguments(bool forFrames)
{
    private const int Whole = 100;

    // What a glance takes of the recipe.
    private static readonly string[] Taken =
        ["size", "framing", "size-rule", "style-size", "style-scale", "color", "color-method", "alpha"];

    private readonly Argument<string[]> _styles = new("style")
    {
        Description = "One or several paintings, each a file or an address, =WEIGHT sets its share [1]; or one style "
            + "that learn wrote.",
        Arity = ArgumentArity.OneOrMore,
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
        Description = forFrames
            ? "The same map for every frame, so that nothing flickers: that of a learned style's exported ONNX file, "
                + "or with paintings that of the first 16 frames."
            : "With a learned style: the same map for every photograph, as in the exported ONNX file.",
    };

    private readonly GroupedOption<long?> _threads = WholeNumber.Option(
        "Device", "--threads", "Threads on the CPU, 0 for all.", 0, 1024, unset: "0");

    private readonly ExtraArguments _extra = new();

    private readonly List<(StylizeOption Known, GroupedOption<string> Option)> _recipe = [];

    /// <summary>Adds the paintings.</summary>
    public void AddStyles(Command command) => command.Arguments.Add(_styles);

    /// <summary>Adds the options.</summary>
    public void AddOptions(Command command)
    {
        command.Options.Add(_strength);
        foreach (string name in forFrames ? Taken : [.. Taken, "feather"])
        {
            StylizeOption known = StylizeOptionCatalog.Find(name);
            GroupedOption<string> option = StylizeArguments.Make(known, new StylizeOptions());
            _recipe.Add((known, option));
            command.Options.Add(option);
        }

        if (!forFrames)
            _extra.AddParts(command);
        command.Options.Add(_decoder);
        command.Options.Add(_held);
        command.Options.Add(_threads);
    }

    /// <summary>Reads a call; looks into the files of paintings for a learned style.</summary>
    /// <param name="parsed">The call.</param>
    /// <param name="content">The photograph; null for frames.</param>
    /// <exception cref="WrongCallException">A word is invalid.</exception>
    public GlanceRequest Read(ParseResult parsed, string? content)
    {
        IReadOnlyList<RecordedStyle> styles = StylizeArguments.ReadStyles(parsed.GetRequiredValue(_styles));
        StylizeOptions options = ReadRecipe(parsed);
        string? learned = LearnedFile(parsed, styles);
        var record = new RunRecord
        {
            Content = content is null ? null : new RecordedPicture(content),
            Styles = learned is null ? styles : [],
            Options = options,
        };
        if (!forFrames && learned is null)
            record = _extra.Read(parsed, record);
        foreach ((StylizeOption known, GroupedOption<string> option) in _recipe)
        {
            if (parsed.GetValue(option) is not null && RegionWords.WithoutEffect(known, record.Regions) is { } why)
                throw new WrongCallException($"--{known.Name} {why}.");
        }

        return new GlanceRequest(record)
        {
            Names = [.. styles.Select(style => style.Picture.Name)],
            Strength = parsed.GetValue(_strength) ?? Whole,
            Decoder = parsed.GetValue(_decoder),
            LearnedStyle = learned,
            HoldsMoments = parsed.GetValue(_held),
            Threads = (int)(parsed.GetValue(_threads) ?? 0),
        };
    }

    // The file of a learned style, if the call has one; it stands alone.
    private string? LearnedFile(ParseResult parsed, IReadOnlyList<RecordedStyle> styles)
    {
        string? learned = styles.Select(style => style.Picture.Name).FirstOrDefault(LearnedStyle.IsStyle);
        string? problem = (learned, parsed) switch
        {
            (null, _) when !forFrames && parsed.GetValue(_held) => "--held has no effect without a learned style.",
            (null, _) => null,
            _ when styles.Count > 1 => $"Expected one learned style alone, got {styles.Count} paintings and styles.",
            _ when styles[0].Weight != 1 => $"A learned style stands alone: expected '{learned}' without a weight.",
            _ when parsed.GetValue(_decoder) is not null => "--decoder has no effect with a learned style.",
            _ when NeedsPainting(parsed) is { } name => $"{name} has no effect with a learned style.",
            _ => null,
        };
        return problem is null ? learned : throw new WrongCallException(problem);
    }

    private string? NeedsPainting(ParseResult parsed) => _recipe
        .Where(pair => pair.Known.Name is "style-size" or "style-scale" && parsed.GetValue(pair.Option) is not null)
        .Select(pair => pair.Option.Name)
        .FirstOrDefault(_extra.Given(parsed));

    private StylizeOptions ReadRecipe(ParseResult parsed)
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
