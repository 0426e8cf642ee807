using System.Globalization;
using System.Text.RegularExpressions;
using Impasto.Cli.Shell;
using Impasto.Records;

namespace Impasto.Cli.Words;

/// <summary>Paintings as words: starry.jpg, or starry.jpg=2 for the weight 2.</summary>
internal static partial class StyleWords
{
    /// <summary>Reads a painting and its weight.</summary>
    /// <remarks>
    /// A file may have a name that ends like a weight, and so may the query of an address: in
    /// https://example.org/a.jpg?width=300=2 the weight is 2.
    /// </remarks>
    /// <exception cref="WrongCallException">The weight is not above 0.</exception>
    public static RecordedStyle Parse(string text)
    {
        int sign = text.LastIndexOf('=');
        if (sign <= 0 || File.Exists(text) || PictureName.IsOfPage(text, sign))
            return Whole(text);
        if (text.Contains("://", StringComparison.Ordinal) && IsQuery(text, sign))
            return Whole(text);
        bool isNumber = double.TryParse(
            text.AsSpan(sign + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double weight);
        if (!isNumber && DecimalComma().IsMatch(text.AsSpan(sign + 1)))
        {
            throw new WrongCallException(
                $"The style '{text}' has a weight with a comma: write {text[(sign + 1)..].Replace(',', '.')}.");
        }

        if (!isNumber)
            return Whole(text);
        return weight > 0 && double.IsFinite(weight)
            ? new RecordedStyle(new RecordedPicture(text[..sign]), weight)
            : throw new WrongCallException(
                $"The style '{text}' has the weight {text[(sign + 1)..]}: expected a number above 0.");
    }

    /// <summary>A painting and its weight, for people.</summary>
    public static string Of(RecordedStyle style) => style.Weight == 1
        ? style.Picture.Name
        : string.Create(CultureInfo.InvariantCulture, $"{style.Picture.Name} x {style.Weight}");

    [GeneratedRegex("^[0-9]+,[0-9]+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DecimalComma();

    private static RecordedStyle Whole(string text) => new(new RecordedPicture(text));

    /// <summary>Whether an = belongs to the address: it is the first one after a ? or an &amp;.</summary>
    public static bool IsQuery(string address, int sign)
    {
        int parameter = address.LastIndexOfAny(['?', '&'], sign);
        return parameter >= 0 && address.IndexOf('=', parameter) == sign;
    }
}
