using System.Globalization;
using System.Text.Json;

namespace Impasto.Bench.Compare;

/// <summary>The total losses that a file reports, by the step or the line they belong to.</summary>
/// <remarks>Only the total is compared: how its parts are named and counted may change.</remarks>
internal static class Losses
{
    /// <summary>Reads a trace, a manifest, a sweep's table or a summary.</summary>
    /// <returns>An empty table for files that report no loss.</returns>
    public static SortedDictionary<int, double> Read(string file) => Path.GetExtension(file) switch
    {
        ".jsonl" or ".json" => OfJson(file),
        ".csv" => OfTable(file),
        _ => [],
    };

    /// <summary>Says how two tables differ; null where every loss has the same bits.</summary>
    /// <param name="before">The losses of the old program.</param>
    /// <param name="after">Those of the new one.</param>
    /// <param name="isPartial">True where either may lack steps: only those that both have are compared.</param>
    public static string? Difference(
        SortedDictionary<int, double> before, SortedDictionary<int, double> after, bool isPartial)
    {
        if (!isPartial && !before.Keys.SequenceEqual(after.Keys))
            return $"{before.Count} losses became {after.Count}";
        int[] shared = [.. before.Keys.Where(after.ContainsKey)];
        int[] different = [.. shared.Where(key => !before[key].Equals(after[key]))];
        return different.Length == 0
            ? null
            : $"{different.Length} of {shared.Length} losses differ, the first at {different[0]}: "
                + $"{before[different[0]]:R} became {after[different[0]]:R}";
    }

    private static SortedDictionary<int, double> OfJson(string file)
    {
        SortedDictionary<int, double> losses = [];
        int number = 0;
        foreach (string line in File.ReadLines(file).Where(line => line.StartsWith('{')))
        {
            using JsonDocument document = Parse(line);
            number++;
            int key = document.RootElement.TryGetProperty("step", out JsonElement step) ? step.GetInt32() : number;
            if (Find(document.RootElement) is { } loss)
                losses[key] = loss;
        }

        return losses;
    }

    // A killed program may leave half a line.
    private static JsonDocument Parse(string line)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException)
        {
            return JsonDocument.Parse("{}");
        }
    }

    // A manifest has the loss one level deeper than a trace.
    private static double? Find(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        if (element.TryGetProperty("loss", out JsonElement loss) && loss.ValueKind == JsonValueKind.Number)
            return loss.GetDouble();
        return element.EnumerateObject()
            .Select(property => Find(property.Value))
            .FirstOrDefault(value => value is not null);
    }

    private static SortedDictionary<int, double> OfTable(string file)
    {
        string[][] rows = [.. File.ReadLines(file).Select(line => line.Split(','))];
        int column = rows.Length > 0 ? Array.IndexOf(rows[0], "loss") : -1;
        SortedDictionary<int, double> losses = [];
        for (int row = 1; column >= 0 && row < rows.Length; row++)
        {
            // Values with commas stand in quotes before the loss: the loss is counted from the end.
            string cell = rows[row][^(rows[0].Length - column)];
            losses[row] = double.Parse(cell, CultureInfo.InvariantCulture);
        }

        return losses;
    }
}
