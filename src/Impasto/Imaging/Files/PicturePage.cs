using System.Globalization;
using System.Text.RegularExpressions;

namespace Impasto.Imaging.Files;

/// <summary>A page of a file, as people name it: FILE#page=N.</summary>
/// <param name="Source">The file, address or - without the page.</param>
/// <param name="Number">The page, from 1; null if none is named.</param>
internal sealed partial record PicturePage(string Source, int? Number)
{
    /// <summary>Takes a name apart; a file that exists under the whole name is meant as it is.</summary>
    public static PicturePage Of(string name)
    {
        Match match = PageAtEnd().Match(name);
        return match.Success && !File.Exists(name)
            ? new PicturePage(
                name[..match.Index], int.Parse(match.Groups["page"].Value, CultureInfo.InvariantCulture))
            : new PicturePage(name, null);
    }

    [GeneratedRegex("#page=(?<page>[1-9][0-9]{0,5})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PageAtEnd();
}
