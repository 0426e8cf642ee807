using System.Globalization;
using System.Text.RegularExpressions;
using Impasto.Cli.Shell;

namespace Impasto.Cli.Words;

/// <summary>Times within a clip as people write them: 12.5, 90s, 1:30, 0:01:30.5.</summary>
internal static partial class ClipTime
{
    /// <summary>Reads a time.</summary>
    /// <exception cref="WrongCallException">The text is not a time.</exception>
    public static TimeSpan Parse(string option, string text)
    {
        Match match = Form().Match(text);
        return match.Success
            ? TimeSpan.FromSeconds((3600 * Number("hours")) + (60 * Number("minutes")) + Number("seconds"))
            : throw new WrongCallException($"{option}: expected a time such as 12.5, 1:30 or 0:01:30, got '{text}'.");

        double Number(string part) => match.Groups[part] is { Success: true } group
            ? double.Parse(group.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
            : 0;
    }

    [GeneratedRegex(
        @"^((?<hours>\d{1,3}):(?=\d+:))?((?<minutes>\d{1,3}):)?(?<seconds>\d{1,6}(\.\d{1,6})?)s?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
