namespace Impasto;

/// <summary>One option of a run: its name, what it does, which values it takes, and how to read and set it as text.</summary>
public sealed class StylizeOption
{
    private readonly Func<StylizeOptions, string> _read;
    private readonly Func<StylizeOptions, string, StylizeOptions> _write;
    private readonly Func<StylizeOptions, string?> _problem;

    internal StylizeOption(
        string name,
        string group,
        string help,
        string range,
        Func<StylizeOptions, string> read,
        Func<StylizeOptions, string, StylizeOptions> write,
        Func<StylizeOptions, string?>? problem = null,
        IReadOnlyList<string>? choices = null)
    {
        Name = name;
        Group = group;
        Help = help;
        Range = range;
        Choices = choices ?? [];
        _read = read;
        _write = write;
        _problem = problem ?? (_ => null);
    }

    /// <summary>The name on the command line, without the hyphens: style-weight.</summary>
    public string Name { get; }

    /// <summary>Which of a few headings it belongs under.</summary>
    public string Group { get; }

    /// <summary>What it does, one sentence with its unit.</summary>
    public string Help { get; }

    /// <summary>The values it takes, for people: "0 or more".</summary>
    public string Range { get; }

    /// <summary>All values, where they are words; else empty.</summary>
    public IReadOnlyList<string> Choices { get; }

    /// <summary>The option's value as text.</summary>
    public string Read(StylizeOptions options) => _read(options);

    /// <summary>The same options with this one changed.</summary>
    /// <exception cref="ImpastoException">The text is no value of this option.</exception>
    public StylizeOptions Write(StylizeOptions options, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return _write(options, value);
    }

    /// <summary>What is wrong with the option's value, one sentence; null where nothing is.</summary>
    public string? Problem(StylizeOptions options) => _problem(options);
}
