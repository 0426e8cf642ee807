using System.Globalization;
using System.Text.RegularExpressions;
using Impasto.Cli.Shell;

namespace Impasto.Cli.Words;

/// <summary>Amounts of memory as people write them: 4G, 1.5 GB, 800MiB.</summary>
internal static partial class MemorySize
{
    private const double Kilo = 1 << 10;
    private const double Mega = 1 << 20;
    private const double Giga = 1 << 30;
    private const double Tera = 1L << 40;

    /// <summary>Reads an amount in bytes.</summary>
    /// <exception cref="WrongCallException">The text is not an amount.</exception>
    public static long Parse(string option, string text)
    {
        Match match = Amount().Match(text);
        double unit = match.Success ? Unit(match.Groups["unit"].Value[0]) : 0;
        bool isNumber = double.TryParse(
            match.Groups["number"].ValueSpan,
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out double amount);
        return unit > 0 && isNumber && amount > 0 && amount * unit < long.MaxValue
            ? (long)(amount * unit)
            : throw new WrongCallException($"{option}: expected an amount such as 4G, 1.5G or 800M, got '{text}'.");
    }

    /// <summary>An amount for people.</summary>
    public static string Format(long bytes) => bytes < 0.95 * Giga
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / Mega:0} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / Giga:0.0} GB");

    private static double Unit(char letter) => char.ToUpperInvariant(letter) switch
    {
        'T' => Tera,
        'G' => Giga,
        'M' => Mega,
        _ => Kilo,
    };

    // An amount is a power of two, whether it ends in G, GB or GiB.
    [GeneratedRegex(
        "^ *(?<number>[0-9.]+) *(?<unit>[kmgt])(i?b)? *$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Amount();
}
