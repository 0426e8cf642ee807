using System.Text.RegularExpressions;
using Impasto.Records;

namespace Impasto.Cli.Words;

/// <summary>
/// Masks as words: sky.png, sky.png#black for what is black in it, map.png#ff0000 for a map's colour.
/// </summary>
internal static partial class MaskWords
{
    /// <summary>Reads a mask; a file whose name ends like a colour is taken as it is.</summary>
    public static RecordedMask Parse(string text)
    {
        Match match = ColorAtEnd().Match(text);
        return !match.Success || File.Exists(text)
            ? new RecordedMask(new RecordedPicture(text))
            : new RecordedMask(
                new RecordedPicture(text[..match.Index]), match.Groups["color"].Value.ToLowerInvariant());
    }

    /// <summary>The words of a mask.</summary>
    public static string Of(RecordedMask mask) =>
        mask.Color is null ? mask.Picture.Name : $"{mask.Picture.Name}#{mask.Color}";

    [GeneratedRegex(
        "#(?<color>black|white|[0-9a-fA-F]{6})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ColorAtEnd();
}
