using System.Text.RegularExpressions;

namespace Impasto.Studio.Runs;

/// <summary>A run as a call of impasto, with the files under the names they were uploaded with.</summary>
/// <remarks>
/// The command line reads STYLE=WEIGHT and MASK=STYLE=STYLEMASK. A painting whose own name has an equals sign gets its
/// weight written out. A mask, or a painting that a region uses, has no such way out: its name has _ instead.
/// </remarks>
internal static partial class CommandWords
{
    /// <summary>The word that stands for a painting where the photograph is left alone.</summary>
    private const string Keep = "keep";

    /// <summary>The words of the call, without the program's name.</summary>
    /// <param name="run">The run.</param>
    /// <param name="network">What the command line calls the network.</param>
    public static IReadOnlyList<string> Of(StudioRun run, string network)
    {
        RunRecipe recipe = run.Recipe;
        bool goesOn = recipe.Continues || recipe.Resumes;
        List<string> words = ["stylize", File(recipe.Content)];
        words.AddRange(recipe.Styles.Select((style, i) => (style.Weight, Name: StyleName(recipe, i)))
            .Where(style => style.Weight > 0)
            .Select(style => Weighted(style.Name, style.Weight)));
        if (recipe.Preset != Presets.All[0].Name)
            words.AddRange(["--preset", recipe.Preset]);
        foreach ((string name, string value) in recipe.Options)
        {
            // --continue sets these itself.
            if (!goesOn || name is not ("init" or "min-size"))
                words.AddRange([$"--{name}", value]);
        }

        foreach (RunRegion region in recipe.Regions)
        {
            string painting = region.Style is { } style ? StyleName(recipe, style) : Keep;
            words.AddRange(["--region", $"{MaskName(region)}={painting}"]);
        }

        if (goesOn)
            words.AddRange(["--continue", "so-far.png"]);
        if (network != "auto")
            words.AddRange(["--network", network]);
        return words;
    }

    /// <summary>Words as a line for a shell.</summary>
    public static string Line(IReadOnlyList<string> words) => string.Join(' ', ["impasto", .. words.Select(Quote)]);

    private static string Weighted(string name, double weight) => weight == 1 && !name.Contains('=')
        ? name
        : FormattableString.Invariant($"{name}={weight}");

    private static string StyleName(RunRecipe recipe, int index)
    {
        string name = File(recipe.Styles[index].Name);
        return recipe.Regions.Any(region => region.Style == index) ? name.Replace('=', '_') : name;
    }

    // A mask's name may end in a colour, such as #black, as well.
    private static string MaskName(RunRegion region) => File(region.Name).Replace('=', '_').Replace('#', '_');

    private static string Quote(string word) =>
        Plain().IsMatch(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    // A name that begins with a hyphen would be read as an option, - alone as standard input, keep as the word.
    private static string File(string name) => name.StartsWith('-') || name == Keep ? $"./{name}" : name;

    [GeneratedRegex("^[A-Za-z0-9_./=:,+#@%-]+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();
}
