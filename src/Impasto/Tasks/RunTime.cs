using System.Globalization;
using System.Text.RegularExpressions;

namespace Impasto;

/// <summary>Times that a run may take, as people write them: 90s, 5m, 1h30m; a number alone counts seconds.</summary>
public static partial class RunTime
{
    private static readonly TimeSpan Most = TimeSpan.FromDays(30);

    /// <summary>Reads a time.</summary>
    /// <param name="text">The time.</param>
    /// <exception cref="InvalidOptionsException">The text is no time from 1 second to 30 days.</exception>
    public static TimeSpan Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Match match = Form().Match(text.Trim());
        double seconds = (3600 * Number("hours")) + (60 * Number("minutes")) + Number("seconds");
        return match.Success && text.Trim().Length > 0 && seconds >= 1 && seconds <= Most.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new InvalidOptionsException([new OptionProblem(
                "time",
                null,
                $"expected a time from 1s to {Most.TotalHours:0}h, such as 90s, 5m or 1h30m, got '{text}'")]);

        double Number(string part) => match.Groups[part] is { Success: true } group
            ? double.Parse(group.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
            : 0;
    }

    [GeneratedRegex(
        @"^((?<hours>\d{1,6}(\.\d{1,6})?)h)? *((?<minutes>\d{1,6}(\.\d{1,6})?)(m|min))? *"
            + @"((?<seconds>\d{1,9}(\.\d{1,6})?)s?)?$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
