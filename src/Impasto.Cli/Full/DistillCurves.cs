using Impasto.Cli.Reporting;
using Impasto.Imaging;
using Impasto.Storage;

namespace Impasto.Cli.Full;

/// <summary>Draws the course of a training: the loss, and the Gram errors of every style layer.</summary>
internal static class DistillCurves
{
    private const int Width = 1200;
    private const int Height = 700;
    private const int LegendWidth = 250;
    private const int LegendLine = 22;
    private const int TextSize = 14;

    /// <summary>Draws the curves.</summary>
    /// <param name="path">A .png file.</param>
    /// <param name="entries">The log.</param>
    /// <param name="force">True if the file may be replaced.</param>
    public static void Write(string path, IReadOnlyList<DistillLogEntry> entries, bool force)
    {
        var drawing = new Drawing(Width, Height);
        List<ChartLine> lines = [];
        if (entries.Count > 0)
            Add("loss", [.. entries.Select(entry => (entry.Step, entry.Loss))]);
        foreach (string layer in entries.Count > 0 ? entries[^1].Visited.Keys : [])
        {
            // Entries of the early steps lack the deep layers.
            Add($"{layer} Gram, own pictures", [.. entries
                .Where(entry => entry.Visited.ContainsKey(layer))
                .Select(entry => (entry.Step, entry.Visited[layer]))]);
        }

        if (lines.Count > 0)
            new Chart(drawing, 0, 0, Width - LegendWidth, Height).Draw(lines, "");
        byte[] picture = PictureWriter.Encode(drawing.ToPicture(), PictureFormat.Png);
        AtomicFile.Write(path, force, stream => stream.Write(picture));

        // Some batches are harder than others: the line is the mean of several entries, over a faint line of the
        // entries.
        void Add(string label, (int Step, double Value)[] values)
        {
            string color = ChartLine.ColorOf(lines.Count / 2);
            double baseline = LegendLine * (1 + (lines.Count / 2)), left = Width - LegendWidth;
            drawing.Line([(left, baseline - 5), (left + 24, baseline - 5)], color, width: 2);
            drawing.Text(label, left + 32, baseline, TextSize);
            lines.Add(new ChartLine(values, color, Width: 1, Opacity: 0.3));
            lines.Add(new ChartLine([.. values.Select((value, i) => (value.Step, Mean(values, i)))], color));
        }
    }

    private static double Mean((int Step, double Value)[] values, int index)
    {
        const int Half = 5;
        int start = Math.Max(0, index - Half), end = Math.Min(values.Length, index + Half + 1);
        return values[start..end].Average(one => one.Value);
    }
}
