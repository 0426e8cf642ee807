using System.Globalization;
using Impasto.Cli.Shell;

namespace Impasto.Cli.Words;

/// <summary>Amounts of memory as people write them: 4G, 1.5G, 800M.</summary>
internal static class MemorySize
{
    private const double Mega = 1 << 20;
    private const double Giga = 1 << 30;

    /// <summary>Reads an amount in bytes.</summary>
    /// <exception cref="WrongCallException">The text is not an amount.</exception>
    public static long Parse(string option, string text)
    {
        double unit = text.Length == 0 ? 0 : Unit(text[^1]);
        bool isNumber = double.TryParse(
            text.AsSpan(0, Math.Max(0, text.Length - 1)),
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
        'G' => Giga,
        'M' => Mega,
        _ => 0,
    };
}
