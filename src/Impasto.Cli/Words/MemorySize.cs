using System.Globalization;
using Impasto.Cli.Shell;

namespace Impasto.Cli.Words;

/// <summary>Amounts of memory as people write them: 4G, 1.5G, 800M.</summary>
internal static class MemorySize
{
    private const double Mega = 1 << 20;
    private const double Giga = 1 << 30;

    /// <summary>The bytes.</summary>
    /// <exception cref="WrongCallException">The text is no amount.</exception>
    public static long Parse(string option, string text)
    {
        double unit = text.Length == 0 ? 0 : char.ToUpperInvariant(text[^1]) switch { 'G' => Giga, 'M' => Mega, _ => 0 };
        return unit > 0
            && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double amount)
            && amount > 0 && amount * unit < long.MaxValue
            ? (long)(amount * unit)
            : throw new WrongCallException($"{option}: expected an amount such as 4G, 1.5G or 800M, got '{text}'.");
    }

    /// <summary>An amount for people.</summary>
    public static string Format(long bytes) => bytes < 0.95 * Giga
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / Mega:0} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / Giga:0.0} GB");
}
