using Impasto.Text;

namespace Impasto;

/// <summary>
/// One option of a run: its name, what it does, which values it takes, and how to read and set it as text.
/// </summary>
public sealed class StylizeOption
{
    private readonly OptionEntry<StylizeOptions> _entry;
    private readonly Func<StylizeOptions, bool> _applies;
    private readonly Func<StylizeOptions, string?> _condition;

    internal StylizeOption(
        string group,
        OptionEntry<StylizeOptions> entry,
        Func<StylizeOptions, bool>? applies = null,
        Func<StylizeOptions, string?>? condition = null)
    {
        Group = group;
        _entry = entry;
        _applies = applies ?? (_ => true);
        _condition = condition ?? (_ => null);
    }

    /// <summary>The name without hyphens: style-weight.</summary>
    public string Name => _entry.Name;

    /// <summary>
    /// What people call it who use no command: "Hold on to the photograph"; a few words without a full stop.
    /// </summary>
    public string Label => _entry.Words.Label;

    /// <summary>The heading under which it is listed, for people.</summary>
    public string Group { get; }

    /// <summary>What it does, one sentence with its unit.</summary>
    public string Help => _entry.Words.Help;

    /// <summary>The values it takes, for people: "0 to 1".</summary>
    public string Range => _entry.Range;

    /// <summary>All values, if they are words; otherwise empty.</summary>
    public IReadOnlyList<string> Choices => _entry.Choices;

    /// <summary>The numbers that it takes, with their range; null if it takes none.</summary>
    public OptionNumbers? Numbers => _entry.Numbers;

    /// <summary>Whether it decides sizes of the result, the styles or the scales: a change needs a new run.</summary>
    public bool DecidesSizes { get; internal init; }

    /// <summary>
    /// Whether it has an effect only on a run with regions; options alone do not say whether there are any.
    /// </summary>
    public bool NeedsRegions { get; internal init; }

    /// <summary>The option's value as text; null if it belongs to another optimiser than the chosen one.</summary>
    /// <param name="options">The options.</param>
    public string? Read(StylizeOptions options) => _applies(options) ? _entry.Read(options) : null;

    /// <summary>The same options with this one changed.</summary>
    /// <param name="options">The options.</param>
    /// <param name="value">The value as text.</param>
    /// <exception cref="InvalidOptionsException">
    /// The text is not a valid value, or the option belongs to another optimiser.
    /// </exception>
    public StylizeOptions Write(StylizeOptions options, string value)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(value);
        return _applies(options)
            ? _entry.Write(options, value)
            : throw new InvalidOptionsException([new OptionProblem(Name, null, WithoutEffect(options)!)]);
    }

    /// <summary>What is wrong with the option's value; null if nothing is.</summary>
    /// <param name="options">The options.</param>
    public OptionProblem? Problem(StylizeOptions options) => _applies(options) ? _entry.Problem(options) : null;

    /// <summary>
    /// Why the option has no effect with these options: "has no effect without color match"; null if it has one.
    /// </summary>
    /// <param name="options">The options.</param>
    public string? WithoutEffect(StylizeOptions options) =>
        _condition(options) is { } condition ? $"has no effect {condition}" : null;
}
