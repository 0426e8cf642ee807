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
        string shown = new([.. last.Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter)).Take(LongestName)]);
        return new NamedBytes(shown.Trim() is { Length: > 0 } text and not ("." or "..") ? text : "picture", bytes);
    }
}
