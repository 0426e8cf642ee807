using Impasto.Text;

namespace Impasto;

/// <summary>
/// Every option, once: the command line, its help, records of runs and forms are made from this list.
/// </summary>
/// <remarks>
/// Name, label, help, range and default of an option stand in the file of its group, such as
/// <see cref="SizingOptions"/>.
/// </remarks>
public static class StylizeOptionCatalog
{
    private const string StepsRange = "0 to 1000000 for each scale";

    /// <summary>All options, in the order of help and forms.</summary>
    public static IReadOnlyList<StylizeOption> All { get; } =
    [
        .. SizingOptions.Entries.Select(entry => new StylizeOption(
            "Size",
            entry.Within<StylizeOptions>(o => o.Sizing, (o, v) => o with { Sizing = v }),
            condition: o => o.Sizing.Unused(entry.Name))
        {
            DecidesSizes = true,
        }),
        new("Time", new OptionEntry<StylizeOptions>(
            new("steps", "Number of steps",
                "Optimiser steps at each scale, the first and coarsest first; the last number counts for the rest."),
            StepsRange, o => o.Steps.ToString(), (o, text) => o with { Steps = ReadSteps(text) })
        {
            Problem = o => o.Steps.Count == 0 || o.Steps.Any(steps => steps is < 0 or > 1_000_000)
                ? new OptionProblem("steps", o.Steps.ToString(), $"expected {StepsRange}")
                : null,
            Numbers = new OptionNumbers(0, 1_000_000) { IsWhole = true, TakesTexts = true },
        }),
        new("Time", OptionEntries.Number<StylizeOptions>(
            new("tolerance", "Finish early when little changes",
                "A scale ends when its loss fell by less than this share during the last tenth of its steps; "
                    + "0 takes every step."),
            (0, 1), o => o.Tolerance, (o, v) => o with { Tolerance = v })),
        .. LossOptions.Entries.Select(entry => new StylizeOption(
            "Weights",
            entry.Within<StylizeOptions>(o => o.Losses, (o, v) => o with { Losses = v }),
            condition: o => o.Losses.Unused(entry.Name))),
        .. ColorOptions.Entries.Select(entry => new StylizeOption(
            "Color",
            entry.Within<StylizeOptions>(o => o.Color, (o, v) => o with { Color = v }),
            condition: o => entry.Name == "color-method" && o.Color.Mode != ColorMode.Match
                ? "without color match"
                : null)),
        new("Regions", OptionEntries.Number<StylizeOptions>(
            new("feather", "Soft edges of parts", "Softness of the edges of regions, in per cent of the longer side."),
            (0, 20), o => o.Feather, (o, v) => o with { Feather = v }))
        {
            NeedsRegions = true,
        },
        .. StartOptions.Entries.Select(entry => new StylizeOption(
            "Start",
            entry.Within<StylizeOptions>(o => o.Start, (o, v) => o with { Start = v }),
            condition: o => o.Start.Unused(entry.Name))),
        new("Optimiser", OptionEntries.Named<StylizeOptions, OptimizerOptions>(
            new("optimizer", "Method of painting", "What moves the picture."),
            OptimizerOptions.Choices, o => o.Optimizer,
            (o, v) => o.Optimizer.Name == v.Name ? o : o with { Optimizer = v })),
        .. OptimizerOptions.All.SelectMany(
            optimizer => optimizer.Entries).DistinctBy(entry => entry.Name).Select(OfOptimizer),
        .. NetworkOptions.Entries.Select(entry =>
            new StylizeOption(
                "Network", entry.Within<StylizeOptions>(o => o.Network, (o, v) => o with { Network = v }))),
        new("Output", OptionEntries.Choice<StylizeOptions, AlphaMode>(
            new("alpha", "Transparency of the photograph",
                "Whether the content's transparency comes back in the result."),
            o => o.Alpha, (o, v) => o with { Alpha = v })),
    ];

    /// <summary>The option of a name.</summary>
    /// <param name="name">The name without hyphens.</param>
    /// <exception cref="InvalidOptionsException">The name is unknown.</exception>
    public static StylizeOption Find(string name) => All.FirstOrDefault(option => option.Name == name)
        ?? throw new InvalidOptionsException(
            $"Unknown option '{name}': expected one of {string.Join(", ", All.Select(option => option.Name))}.");

    /// <summary>All values as text, in the order of the catalogue; options of another optimiser are left out.</summary>
    /// <param name="options">The options.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(StylizeOptions options)
    {
        List<KeyValuePair<string, string>> values = [];
        foreach (StylizeOption option in All)
        {
            if (option.Read(options) is { } value)
                values.Add(KeyValuePair.Create(option.Name, value));
        }

        return values;
    }

    /// <summary>The same options with some values changed, whatever order they come in.</summary>
    /// <param name="options">The options.</param>
    /// <param name="values">Names and values as text.</param>
    /// <exception cref="InvalidOptionsException">A name is unknown, or a value is invalid.</exception>
    public static StylizeOptions Write(StylizeOptions options, IEnumerable<KeyValuePair<string, string>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        // In the order of the catalogue: the optimiser comes before its own options.
        (StylizeOption Option, string Value)[] known = [.. values.Select(pair => (Find(pair.Key), pair.Value))];
        foreach (StylizeOption option in All)
        {
            foreach ((StylizeOption _, string value) in known.Where(pair => pair.Option == option))
                options = option.Write(options, value);
        }

        return options;
    }

    /// <summary>
    /// Reads an option with several values: style-weight=10,100 or, if the values contain commas, steps=100,60;50.
    /// </summary>
    /// <param name="text">
    /// The option's name, an equals sign, and the values; hyphens before the name are ignored.
    /// </param>
    /// <param name="setting">What messages call the text, such as the name of the option that has it: set.</param>
    /// <returns>The option and its values as text, each once. Whether they are valid is not checked.</returns>
    /// <exception cref="InvalidOptionsException">There is no value, or the option is unknown.</exception>
    public static (StylizeOption Option, IReadOnlyList<string> Values) ReadSeveral(string text, string setting)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(setting);
        int sign = text.IndexOf('=', StringComparison.Ordinal);
        string all = sign < 0 ? "" : text[(sign + 1)..];
        char between = all.Contains(';', StringComparison.Ordinal) ? ';' : ',';
        string[] values = all.Split(between, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (sign <= 0 || values.Length == 0)
            throw OptionText.Invalid(setting, text, "expected OPTION=VALUE,VALUE");
        return (Find(text[..sign].TrimStart('-')), [.. values.Distinct()]);
    }

    private static ScaleSteps ReadSteps(string text) =>
        [.. text.Split(',').Select(part => OptionText.Integer("steps", part.Trim(), StepsRange))];

    // An option that several optimisers have is one option.
    private static StylizeOption OfOptimizer(OptionEntry<OptimizerOptions> entry)
    {
        string[] owners = [.. OptimizerOptions.All.Where(known => Has(known)).Select(known => known.Name)];
        var whole = new OptionEntry<StylizeOptions>(
            entry.Words, entry.Range,
            o => Own(o.Optimizer).Read(o.Optimizer),
            (o, text) => o with { Optimizer = Own(o.Optimizer).Write(o.Optimizer, text) })
        {
            Problem = o => Own(o.Optimizer).Problem(o.Optimizer),
            Choices = entry.Choices,
            Numbers = entry.Numbers,
        };
        return new StylizeOption(
            "Optimiser", whole, o => Has(o.Optimizer),
            o => Has(o.Optimizer) ? null : $"without optimizer {string.Join(" or ", owners)}");

        bool Has(OptimizerOptions options) => options.Entries.Any(own => own.Name == entry.Name);

        OptionEntry<OptimizerOptions> Own(OptimizerOptions options) =>
            options.Entries.First(own => own.Name == entry.Name);
    }
}
