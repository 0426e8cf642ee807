using System.Text.RegularExpressions;

namespace Impasto.Studio.Runs;

/// <summary>A run as a call of impasto, with the files under the names they came with.</summary>
internal static partial class CommandWords
{
    /// <summary>The call's words, without the program's name.</summary>
    /// <param name="run">The run.</param>
    /// <param name="network">What the command line calls the network.</param>
    public static IReadOnlyList<string> Of(StudioRun run, string network)
    {
        RunRecipe recipe = run.Recipe;
        List<string> words = ["stylize", File(recipe.Content)];
        words.AddRange(recipe.Styles.Where(style => style.Weight > 0)
            .Select(style => style.Weight == 1 ? File(style.Name) : FormattableString.Invariant($"{File(style.Name)}={style.Weight}")));
        if (recipe.Preset != Presets.All[0].Name)
            words.AddRange(["--preset", recipe.Preset]);
        foreach ((string name, string value) in recipe.Options.Where(option => !(recipe.Continues || recipe.Resumes) || option.Key is not ("init" or "min-size")))
            words.AddRange([$"--{name}", value]);
        foreach (RunRegion region in recipe.Regions)
            words.AddRange(["--region", $"{File(region.Name)}={(region.Style is { } style ? File(recipe.Styles[style].Name) : "keep")}"]);
        if (recipe.Continues || recipe.Resumes)
            words.AddRange(["--continue", "so-far.png"]);
        if (network != "auto")
            words.AddRange(["--network", network]);
        return words;
    }

    /// <summary>Words as a line for a shell.</summary>
    public static string Line(IReadOnlyList<string> words) => string.Join(' ', ["impasto", .. words.Select(Quote)]);

    private static string Quote(string word) => Plain().IsMatch(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    // A file whose name begins with a hyphen would be taken for an option, and - alone for standard input.
    private static string File(string name) => name.StartsWith('-') ? $"./{name}" : name;

    [GeneratedRegex("^[A-Za-z0-9_./=:,+#@%-]+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();
}
