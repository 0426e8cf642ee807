using System.Globalization;
using System.Text;

namespace Impasto.Studio.Web;

/// <summary>A picture file that came in.</summary>
/// <param name="Name">What it was called: shown, searched and put into command lines, never a path.</param>
/// <param name="Bytes">What is in it.</param>
internal sealed record NamedBytes(string Name, byte[] Bytes)
{
    private const int LongestName = 100;

    /// <summary>Takes a name down to what is harmless to show: its last part, without control characters, not too long.</summary>
    public static NamedBytes Of(string name, byte[] bytes)
    {
        string last = name.Split('/', '\\')[^1];
        string shown = string.Concat(last.EnumerateRunes().Where(IsShown).Take(LongestName));
        return new NamedBytes(shown.Trim() is { Length: > 0 } text and not ("." or "..") ? text : "picture", bytes);
    }

    // Marks that turn the direction of writing make one name look like another.
    private static bool IsShown(Rune letter) => Rune.GetUnicodeCategory(letter) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate)
        && letter != Rune.ReplacementChar;
}
