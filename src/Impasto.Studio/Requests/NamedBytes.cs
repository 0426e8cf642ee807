using System.Globalization;
using System.Text;

namespace Impasto.Studio.Requests;

/// <summary>An uploaded picture file.</summary>
/// <param name="Name">Its name: shown, searched and put into command lines, never a path.</param>
/// <param name="Bytes">Its content.</param>
internal sealed record NamedBytes(string Name, byte[] Bytes)
{
    private const int LongestName = 100;

    /// <summary>
    /// Reduces a name to what is safe to show: its last part, without control characters, not too long.
    /// </summary>
    public static NamedBytes Of(string name, byte[] bytes)
    {
        string last = name.Split('/', '\\')[^1];
        string shown = string.Concat(last.EnumerateRunes().Where(IsShown).Take(LongestName)).Trim();
        return new NamedBytes(shown is "" or "." or ".." ? "picture" : shown, bytes);
    }

    // Marks that turn the direction of writing make one name look like another.
    private static bool IsShown(Rune letter) => letter != Rune.ReplacementChar && Rune.GetUnicodeCategory(letter)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate);
}
