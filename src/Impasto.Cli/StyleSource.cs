using System.Globalization;

namespace Impasto.Cli;

/// <summary>A style's picture and its share.</summary>
/// <param name="Picture">A path or URL.</param>
/// <param name="Weight">Above 0.</param>
internal sealed record StyleSource(string Picture, double Weight)
{
    /// <summary>
    /// Reads starry.jpg or starry.jpg=2; a file whose very name ends so is taken as it is, and so is an address whose query
    /// does: in https://example.org/a.jpg?width=300=2 the weight is 2.
    /// </summary>
    public static StyleSource Parse(string text)
    {
        int sign = text.LastIndexOf('=');
        if (sign <= 0 || File.Exists(text))
            return new StyleSource(text, 1);
        if (text.Contains("://", StringComparison.Ordinal) && IsQuery(text, sign))
            return new StyleSource(text, 1);
        bool number = double.TryParse(
            text.AsSpan(sign + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double weight);
        if (!number)
            return new StyleSource(text, 1);
        return weight > 0 && double.IsFinite(weight)
            ? new StyleSource(text[..sign], weight)
            : throw new WrongCallException($"The style '{text}' has the weight {text[(sign + 1)..]}: expected a number above 0.");
    }

    // The first = after a ? or & belongs to the address.
    private static bool IsQuery(string address, int sign)
    {
        int parameter = address.LastIndexOfAny(['?', '&'], sign);
        return parameter >= 0 && address.IndexOf('=', parameter) == sign;
    }
}
