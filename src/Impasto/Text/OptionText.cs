using System.Globalization;
using System.Text.RegularExpressions;

namespace Impasto.Text;

/// <summary>
/// Option values as text and back: numbers as the invariant culture writes them, enum members in lower case with
/// hyphens.
/// </summary>
internal static partial class OptionText
{
    /// <summary>The shortest text that gives the same number again: 0.75, 1e12, 1e-9.</summary>
    public static string Of(double value)
    {
        string plain = value.ToString("R", CultureInfo.InvariantCulture);
        if (value == 0 || Math.Abs(value) is >= 1e-4 and <= 1e6)
            return plain;
        string power = value
            .ToString("0.################e+0", CultureInfo.InvariantCulture)
            .Replace("+", "", StringComparison.Ordinal);
        bool isExact = double.Parse(power, CultureInfo.InvariantCulture) == value;
        return isExact && power.Length < plain.Length ? power : plain;
    }

    /// <summary>The number in digits.</summary>
    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The member's name in lower case, its words joined by hyphens: strong-wolfe.</summary>
    public static string Of(Enum value) => Hyphenated(value.ToString());

    /// <summary>The names of all members.</summary>
    public static IReadOnlyList<string> Choices<T>()
        where T : struct, Enum => Choices(typeof(T));

    /// <summary>Reads a number.</summary>
    /// <param name="name">The option, for the message.</param>
    /// <param name="text">Its value.</param>
    /// <param name="range">What is expected, for the message: "0 to 1".</param>
    /// <exception cref="InvalidOptionsException">The text is not a number.</exception>
    public static double Number(string name, string text, string range) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw Invalid(name, text, $"expected {range}{Point(text)}");

    // A decimal comma is common where many of our readers live.
    private static string Point(string text) =>
        text.Contains(',', StringComparison.Ordinal) && double.TryParse(
            text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? " with a decimal point"
            : "";

    /// <summary>Reads a whole number.</summary>
    /// <param name="name">The option, for the message.</param>
    /// <param name="text">Its value.</param>
    /// <param name="range">What is expected, for the message: "1 to 100".</param>
    /// <exception cref="InvalidOptionsException">The text is not a whole number.</exception>
    public static int Integer(string name, string text, string range) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw Invalid(name, text, $"expected a whole number, {range}");

    /// <summary>Reads a member of an enum, in upper or lower case.</summary>
    /// <param name="name">The option, for the message.</param>
    /// <param name="text">Its value.</param>
    /// <exception cref="InvalidOptionsException">The text names no member.</exception>
    public static T Choice<T>(string name, string text)
        where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
        {
            if (string.Equals(Of(value), text, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        throw Invalid(name, text, $"expected {string.Join(", ", Choices<T>())}");
    }

    /// <summary>The exception for an option whose value is invalid.</summary>
    public static InvalidOptionsException Invalid(string name, string value, string expected) =>
        new([new OptionProblem(name, value, expected)]);

    // Not generic: the program would compile it anew for every enum when it starts.
    private static string[] Choices(Type type) => [.. Enum.GetNames(type).Select(Hyphenated)];

    private static string Hyphenated(string name) => WordStart().Replace(name, "-$0").ToLowerInvariant();

    // "StrongWolfe" is strong-wolfe, but L2 stays one word.
    [GeneratedRegex("(?<!^)(?=[A-Z][a-z])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WordStart();
}
