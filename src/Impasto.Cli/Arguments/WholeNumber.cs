using System.CommandLine.Parsing;
using System.Globalization;

namespace Impasto.Cli.Arguments;

/// <summary>Options for whole numbers. Their help and their errors show the valid values.</summary>
internal static class WholeNumber
{
    /// <summary>An option for a range of numbers.</summary>
    public static GroupedOption<long?> Option(
        string group, string name, string help, long least, long most, string unset) => Make(
        group, name, help, Range(least, most), value => value >= least && value <= most, "N", unset);

    /// <summary>An option for a few numbers.</summary>
    public static GroupedOption<long?> Choice(
        string group, string name, string help, long[] choices, string unit, string unset) =>
        Make(group, name, help, string.Join(" or ", choices), choices.Contains, unit, unset);

    private static string Range(long least, long most) => (least, most) switch
    {
        (int.MinValue, int.MaxValue) => "any whole number",
        (_, int.MaxValue) => $"{least} or more",
        _ => $"{least} to {most}",
    };

    private static GroupedOption<long?> Make(
        string group, string name, string help, string range, Func<long, bool> fits, string unit, string unset) =>
        new(group, name)
        {
            Description = $"{help} {char.ToUpperInvariant(range[0])}{range[1..]}. [{unset}]",
            HelpName = unit,
            CustomParser = result => Parse(result, name, range, fits),
        };

    private static long? Parse(ArgumentResult result, string name, string range, Func<long, bool> fits)
    {
        string text = result.Tokens[0].Value;
        bool isNumber = long.TryParse(
            text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value);
        if (isNumber && value <= int.MaxValue && fits(value))
            return value;
        result.AddError($"{name}: expected {range}, got '{text}'.");
        return null;
    }
}
