using Impasto.Cli.Shell;

namespace Impasto.Cli.Queue;

/// <summary>An option and the values that a sweep gives it.</summary>
/// <param name="Option">The option.</param>
/// <param name="Values">Its values as text.</param>
internal sealed record SweepAxis(StylizeOption Option, IReadOnlyList<string> Values)
{
    /// <summary>Reads style-weight=10,100 or, if the values contain commas, steps=100,60;50.</summary>
    /// <exception cref="WrongCallException">The option is unknown, or there is no value.</exception>
    public static SweepAxis Parse(string text)
    {
        (StylizeOption option, IReadOnlyList<string> values) =
            WrongCallException.Read(() => StylizeOptionCatalog.ReadSeveral(text, "set"));
        // A file's name may contain commas.
        string whole = text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..];
        return new SweepAxis(option, File.Exists(whole) ? [whole] : values);
    }

    /// <summary>Every combination of values; the first axis changes fastest.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Combinations(IReadOnlyList<SweepAxis> axes)
    {
        IEnumerable<string[]> combinations = [[]];
        foreach (SweepAxis axis in axes.Reverse())
        {
            combinations =
                [.. combinations.SelectMany(rest => axis.Values.Select(value => (string[])[value, .. rest]))];
        }

        return [.. combinations];
    }
}
