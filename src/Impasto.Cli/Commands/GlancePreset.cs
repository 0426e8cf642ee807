namespace Impasto.Cli.Commands;

/// <summary>The word glance as a preset: a picture in one pass, which no recipe of steps describes.</summary>
internal static class GlancePreset
{
    private const string Name = "glance";
    private const string Option = "--preset";

    /// <summary>stylize with this preset is the command glance; any other call stays as it is.</summary>
    /// <param name="args">The words of a call.</param>
    public static string[] Follow(string[] args)
    {
        if (args is not ["stylize", .. string[] words])
            return args;
        int at = Array.IndexOf(words, Option);
        if (at >= 0 && at + 1 < words.Length && words[at + 1] == Name)
            return [Name, .. words[..at], .. words[(at + 2)..]];
        at = Array.IndexOf(words, $"{Option}={Name}");
        return at >= 0 ? [Name, .. words[..at], .. words[(at + 1)..]] : args;
    }
}
