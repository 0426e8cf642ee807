using System.Text.RegularExpressions;
using Impasto.Records;
using Impasto.Studio.Clips;

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

    private const string ClipName = "painted.mp4";

    /// <summary>The words of the call, without the program's name.</summary>
    /// <param name="record">The run.</param>
    /// <param name="timeLimit">Seconds that it may take; null (the default) for as many as it needs.</param>
    /// <param name="clip">What is to be done with the content if it is a clip; null (the default) for none.</param>
    public static IReadOnlyList<string> Of(RunRecord record, double? timeLimit = null, RunClip? clip = null)
    {
        List<string> words = [clip is null ? "stylize" : "video", File(record.Content!.Name)];
        words.AddRange(record.Styles.Select(style => Weighted(StyleName(record, style), style.Weight)));
        string preset = record.Options.Preset;
        StylizeOptions standard = Presets.Find(preset).Options;
        if (preset != Presets.All[0].Name)
            words.AddRange(["--preset", preset]);
        bool isContinued = record.Start is not null;
        // --continue changes options itself, and these need no words. The command refuses options without effect.
        foreach ((string name, string value) in StylizeOptionCatalog.Read(record.Options)
            .Except(StylizeOptionCatalog.Read(isContinued ? standard.Continuing() : standard))
            .Where(option => HasEffect(record, StylizeOptionCatalog.Find(option.Key))))
        {
            words.AddRange([$"--{name}", value]);
        }

        foreach (RecordedRegion region in record.Regions)
        {
            string painting = region.Styles.Count == 0 ? $"={Keep}"
                : region.Strength is not null && region.Styles.SequenceEqual(record.Styles) ? ""
                : $"={StyleName(record, region.Styles[0])}";
            string strength = region.Strength is { } own ? FormattableString.Invariant($"={own}") : "";
            words.AddRange(["--region", $"{MaskName(region.Mask)}{painting}{strength}"]);
        }

        if (clip is not null)
            words.AddRange(OfClip(clip));
        if (timeLimit is { } seconds)
            words.AddRange(["--time", FormattableString.Invariant($"{seconds}s")]);
        if (isContinued)
            words.AddRange(["--continue", record.Start!.Name]);
        if (record.Network.Name != "auto")
            words.AddRange(["--network", record.Network.Name]);
        return words;
    }

    private static IEnumerable<string> OfClip(RunClip clip)
    {
        string[] from = clip.From is { } first ? ["--from", FormattableString.Invariant($"{first}")] : [];
        string[] to = clip.To is { } last ? ["--to", FormattableString.Invariant($"{last}")] : [];
        string[] steps = clip.FrameSteps is { } each ? ["--frame-steps", FormattableString.Invariant($"{each}")] : [];
        return [.. from, .. to, .. steps, .. clip.Quick ? (string[])["--quick"] : [], "--output", ClipName];
    }

    /// <summary>Words as a line for a shell.</summary>
    public static string Line(IReadOnlyList<string> words) => string.Join(' ', ["impasto", .. words.Select(Quote)]);

    /// <summary>The name that a mask's file has in the command line.</summary>
    public static string MaskFile(string name) => name.Replace('=', '_').Replace('#', '_');

    private static bool HasEffect(RunRecord record, StylizeOption option) =>
        option.WithoutEffect(record.Options) is null && (!option.NeedsRegions || record.Regions.Count > 0);

    private static string Weighted(string name, double weight) => weight == 1 && !name.Contains('=')
        ? name
        : FormattableString.Invariant($"{name}={weight}");

    private static string StyleName(RunRecord record, RecordedStyle style)
    {
        string name = File(style.Picture.Name);
        bool isOfRegion = record.Regions.Any(region => region.Styles.Any(own => own.Picture == style.Picture));
        return isOfRegion ? name.Replace('=', '_') : name;
    }

    // A mask's name may end in a colour, such as #black, as well.
    private static string MaskName(RecordedMask mask) => File(MaskFile(mask.Picture.Name));

    private static string Quote(string word) =>
        Plain().IsMatch(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    // A name that begins with a hyphen would be read as an option, - alone as standard input, keep as the word.
    private static string File(string name) => name.StartsWith('-') || name == Keep ? $"./{name}" : name;

    [GeneratedRegex("^[A-Za-z0-9_./=:,+#@%-]+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();
}
