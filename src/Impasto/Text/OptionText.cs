using System.Globalization;
using System.Text.RegularExpressions;

namespace Impasto.Text;

/// <summary>Option values as text and back: numbers as the invariant culture writes them, enum members in lower case with hyphens.</summary>
internal static partial class OptionText
{
    /// <summary>The shortest text that gives the same number again: 0.75, 1e12, 1e-9.</summary>
    public static string Of(double value)
    {
        string plain = value.ToString("R", CultureInfo.InvariantCulture);
        if (value == 0 || Math.Abs(value) is >= 1e-4 and <= 1e6)
            return plain;
        string power = value.ToString("0.################e+0", CultureInfo.InvariantCulture).Replace("+", "", StringComparison.Ordinal);
        return power.Length < plain.Length && double.Parse(power, CultureInfo.InvariantCulture) == value ? power : plain;
    }

    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of<T>(T value)
        where T : struct, Enum => WordStart().Replace(value.ToString(), "-$0").ToLowerInvariant();

    public static IReadOnlyList<string> Choices<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(Of)];

    public static double Number(string name, string text, string range) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new ImpastoException($"--{name}: expected {range}, got '{text}'.");

    public static int Integer(string name, string text, string range) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new ImpastoException($"--{name}: expected a whole number, {range}, got '{text}'.");

    public static T Choice<T>(string name, string text)
        where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
        {
            if (string.Equals(Of(value), text, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        throw new ImpastoException($"--{name}: expected {string.Join(", ", Choices<T>())}, got '{text}'.");
    }

    // "StrongWolfe" is strong-wolfe, but L2 stays one word.
    [GeneratedRegex("(?<!^)(?=[A-Z][a-z])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WordStart();
}
