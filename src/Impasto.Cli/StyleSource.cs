using System.Globalization;

namespace Impasto.Cli;

/// <summary>A style's picture and its share.</summary>
/// <param name="Picture">A path or URL.</param>
/// <param name="Weight">Above 0.</param>
internal sealed record StyleSource(string Picture, double Weight)
{
    /// <summary>Reads starry.jpg or starry.jpg=2; a file whose very name ends so is taken as it is.</summary>
    public static StyleSource Parse(string text)
    {
        int sign = text.LastIndexOf('=');
        if (sign <= 0 || File.Exists(text))
            return new StyleSource(text, 1);
        bool number = double.TryParse(
            text.AsSpan(sign + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double weight);
        if (!number)
            return new StyleSource(text, 1);
        return weight > 0 && double.IsFinite(weight)
            ? new StyleSource(text[..sign], weight)
            : throw new WrongCallException($"The style '{text}' has the weight {text[(sign + 1)..]}: expected a number above 0.");
    }
}
