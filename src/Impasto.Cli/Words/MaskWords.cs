using System.Text.RegularExpressions;
using Impasto.Records;

namespace Impasto.Cli.Words;

/// <summary>
/// Masks as words: sky.png for the white part, sky.png#black for the black part, map.png#ff0000 for the red part.
/// </summary>
internal static partial class MaskWords
{
    /// <summary>Reads a mask. A file may have a name that ends like a colour.</summary>
    public static RecordedMask Parse(string text)
    {
        Match match = ColorAtEnd().Match(text);
        return !match.Success || File.Exists(text)
            ? new RecordedMask(new RecordedPicture(text))
            : new RecordedMask(
                new RecordedPicture(text[..match.Index]), match.Groups["color"].Value.ToLowerInvariant());
    }

    /// <summary>Writes a mask as a word.</summary>
    public static string Of(RecordedMask mask) =>
        mask.Color is null ? mask.Picture.Name : $"{mask.Picture.Name}#{mask.Color}";

    [GeneratedRegex(
        "#(?<color>black|white|[0-9a-fA-F]{6})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ColorAtEnd();
}
