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
        int sign = text.IndexOf('=', StringComparison.Ordinal);
        if (sign <= 0 || sign == text.Length - 1)
            throw new WrongCallException($"--set: expected OPTION=VALUE,VALUE, got '{text}'.");
        string name = text[..sign].TrimStart('-'), values = text[(sign + 1)..];
        StylizeOption option = WrongCallException.Read(() => StylizeOptionCatalog.Find(name));
        char between = values.Contains(';', StringComparison.Ordinal) ? ';' : ',';
        string[] parts = File.Exists(values)
            ? [values]
            : values.Split(between, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new SweepAxis(option, [.. parts.Distinct()]);
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
