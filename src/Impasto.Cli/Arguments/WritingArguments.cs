using System.CommandLine;
using System.Globalization;
using Impasto.Cli.Shell;
using Impasto.Imaging;
using Impasto.Records;

namespace Impasto.Cli.Arguments;

/// <summary>How a picture's file is written: the same words for every command that writes one.</summary>
internal sealed class WritingArguments
{
    private static readonly string[] MetadataWords = Words<MetadataMode>();
    private static readonly string[] ColorWords = ["srgb", "display-p3", "adobe-rgb"];

    private readonly GroupedOption<long?> _depth = WholeNumber.Choice(
        "Output", "--depth", "Bits per channel.", [8, 16], "BITS", "16 for TIFF, else 8");

    private readonly GroupedOption<long?> _quality = WholeNumber.Option(
        "Output",
        "--quality",
        $"Quality of {string.Join(" and ", PictureFormat.Writable.Where(format => format.HasQuality))}.",
        1,
        100,
        unset: "95");

    private readonly GroupedOption<string> _dpi = new("Output", "--dpi")
    {
        Description = "Dots per inch that the file names. 1 to 100000. [the photograph's, or 72]",
        HelpName = "N",
    };

    private readonly GroupedOption<string> _metadata = new("Output", "--metadata")
    {
        Description = "What the result takes from the photograph's file: its rights (copyright); Exif, IPTC and dates "
            + "too (keep); or none. Never where it was taken. [copyright]",
        HelpName = "CHOICE",
    };

    private readonly GroupedOption<string> _profile = new("Output", "--profile")
    {
        Description = "Colour space of the file: srgb, display-p3 or adobe-rgb. [srgb]",
        HelpName = "CHOICE",
    };

    private readonly GroupedOption<bool> _noParameters = new("Output", "--no-parameters")
    {
        Description = "Do not describe the run inside the result: impasto replay can't make it again then.",
    };

    /// <summary>Adds the options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="hasParameters">Whether the command describes a run inside its result.</param>
    public void AddTo(Command command, bool hasParameters = true)
    {
        _metadata.CompletionSources.Add(MetadataWords);
        _profile.CompletionSources.Add(ColorWords);
        foreach (Option option in (Option[])[_depth, _quality, _dpi, _metadata, _profile])
            command.Options.Add(option);
        if (hasParameters)
            command.Options.Add(_noParameters);
    }

    /// <summary>Reads the call.</summary>
    /// <param name="parsed">The call.</param>
    /// <param name="output">The file; its ending is recorded.</param>
    /// <param name="before">What counts for options that are missing.</param>
    /// <exception cref="WrongCallException">A word is invalid.</exception>
    public RecordedOutput Read(ParseResult parsed, string output, RecordedOutput before) => before with
    {
        Format = Path.GetExtension(output).TrimStart('.').ToLowerInvariant(),
        Depth = (int?)parsed.GetValue(_depth) ?? (Has16Bits(output) ? before.Depth : null),
        Quality = (int?)parsed.GetValue(_quality) ?? before.Quality,
        Dpi = parsed.GetValue(_dpi) is { } dpi ? Dots(dpi) : before.Dpi,
        Metadata = parsed.GetValue(_metadata) is { } metadata
            ? (MetadataMode)Choice("--metadata", metadata, MetadataWords)
            : before.Metadata,
        Colors = parsed.GetValue(_profile) is { } profile
            ? (OutputColors)Choice("--profile", profile, ColorWords)
            : before.Colors,
        HasParameters = !parsed.GetValue(_noParameters) && before.HasParameters,
    };

    // A replayed run may write another format, which has 8 bits only.
    private static bool Has16Bits(string output) => PictureFormat.Writable.Any(format =>
        format.Depths.Contains(16) && format.HasExtension(Path.GetExtension(output)));

    private static double Dots(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double dots)
        && dots is >= 1 and <= 100_000
            ? dots
            : throw new WrongCallException($"--dpi: expected 1 to 100000, got '{text}'.");

    private static int Choice(string option, string text, string[] words)
    {
        int found = Array.FindIndex(words, word => word.Equals(text, StringComparison.OrdinalIgnoreCase));
        return found >= 0
            ? found
            : throw new WrongCallException($"{option}: expected {string.Join(", ", words)}, got '{text}'.");
    }

    private static string[] Words<T>()
        where T : struct, Enum =>
        [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];
}
