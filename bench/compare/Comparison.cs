using System.Text.Json;

namespace Impasto.Bench.Compare;

/// <summary>The result of comparing the two folders of a run.</summary>
/// <param name="Pictures">Compared pictures.</param>
/// <param name="Losses">Compared losses.</param>
/// <param name="Differences">One sentence for each file that differs; empty where all bits are the same.</param>
/// <param name="Notes">Facts that may explain a difference, such as another plan.</param>
internal sealed record Comparison(
    int Pictures, int Losses, IReadOnlyList<string> Differences, IReadOnlyList<string> Notes)
{
    private static readonly string[] s_pictures = [".tif", ".png", ".jpg", ".webp"];
    private static readonly string[] s_reports = [".jsonl", ".csv", ".json"];
    private static readonly EnumerationOptions s_ownFiles = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden,
    };

    /// <summary>Compares all pictures and losses of two folders.</summary>
    public static Comparison Of(string before, string after)
    {
        (int pictures, int losses) = (0, 0);
        List<string> differences = [], notes = [];
        // A call that was killed leaves its checkpoint at a step that chance decides, and the next one begins there.
        bool isPartial = Files(before).Any(RunPlayer.IsOfStoppedCall);
        foreach (string file in Files(before).Union(Files(after)).Order(StringComparer.Ordinal))
        {
            (string old, string made) = (Path.Combine(before, file), Path.Combine(after, file));
            if (!File.Exists(old) || !File.Exists(made))
            {
                differences.Add($"{file}: made by {(File.Exists(old) ? "the old" : "the new")} program only");
                continue;
            }

            bool isPicture = s_pictures.Contains(Path.GetExtension(file));
            pictures += isPicture ? 1 : 0;
            losses += isPicture ? 0 : Compare.Losses.Read(made).Count;
            if ((isPicture ? OfPictures(old, made) : OfLosses(old, made, isPartial)) is { } difference)
                differences.Add($"{file}: {difference}");
            if (Way(old) is { } way && Way(made) is { } other && way != other)
                notes.Add($"{file}: {way} became {other}");
        }

        if (pictures == 0)
            differences.Add("no picture was made");
        return new Comparison(pictures, losses, differences, notes);
    }

    private static string? OfPictures(string before, string after) =>
        Pixels.Difference(Pixels.Read(before), Pixels.Read(after));

    private static string? OfLosses(string before, string after, bool isPartial) => Compare.Losses.Difference(
        Compare.Losses.Read(before), Compare.Losses.Read(after), isPartial);

    // How the run was done, by its summary: other tiles explain other bits.
    private static string? Way(string file)
    {
        if (Path.GetExtension(file) != ".json" || File.ReadAllText(file) is not ['{', ..] text)
            return null;
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement summary = document.RootElement;
        return summary.TryGetProperty("tiles", out JsonElement tiles)
            && summary.TryGetProperty("inBands", out JsonElement bands)
            && summary.TryGetProperty("onDisk", out JsonElement disk)
            ? $"{tiles} tiles, bands {bands}, disk {disk}"
            : null;
    }

    private static IEnumerable<string> Files(string folder) => Directory
        .EnumerateFiles(folder, "*", s_ownFiles)
        .Select(file => Path.GetRelativePath(folder, file))
        .Where(file => s_pictures.Contains(Path.GetExtension(file)) || s_reports.Contains(Path.GetExtension(file)));
}
