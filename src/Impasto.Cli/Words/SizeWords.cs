using System.Globalization;
using System.Text.RegularExpressions;
using Impasto.Imaging;

namespace Impasto.Cli.Words;

/// <summary>A picture's size in the place of its name, such as 4000x3000.</summary>
internal static partial class SizeWords
{
    /// <summary>The size; null for any other text.</summary>
    public static PictureSize? Read(string text)
    {
        Match match = Size().Match(text);
        return match.Success ? new PictureSize(Side("width"), Side("height")) : null;

        int Side(string name) => int.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(
        "^(?<width>[1-9][0-9]{0,5})[xX](?<height>[1-9][0-9]{0,5})$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Size();
}
