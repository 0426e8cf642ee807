using Impasto.Storage;
using ScottPlot;
using ScottPlot.Plottables;

namespace Impasto.Cli.Reporting;

/// <summary>Draws the course of a training: the loss, and the Gram errors of every style layer.</summary>
internal static class DistillCurves
{
    private const int Width = 1200;
    private const int Height = 700;

    /// <summary>Draws the curves.</summary>
    /// <param name="path">A .png file.</param>
    /// <param name="entries">The log.</param>
    /// <param name="force">True if the file may be replaced.</param>
    public static void Write(string path, IReadOnlyList<DistillLogEntry> entries, bool force)
    {
        byte[] picture = PlotFont.Use(font =>
        {
            var plot = new Plot();
            Add(plot, "loss", [.. entries.Select(entry => (entry.Step, entry.Loss))]);
            foreach (string layer in entries.Count > 0 ? entries[^1].Visited.Keys : [])
            {
                // Entries of the early steps lack the deep layers.
                Add(plot, $"{layer} Gram, own pictures", [.. entries
                    .Where(entry => entry.Visited.ContainsKey(layer))
                    .Select(entry => (entry.Step, entry.Visited[layer]))]);
            }

            PlotFont.Logarithmic(plot);
            plot.XLabel("Step");
            plot.ShowLegend(Edge.Right);
            plot.Font.Set(font);
            return plot.GetImageBytes(Width, Height, ImageFormat.Png);
        });
        AtomicFile.Write(path, force, stream => stream.Write(picture));
    }

    // Some batches are harder than others: the line is the mean of several entries, over a faint line of the entries.
    private static void Add(Plot plot, string label, List<(int Step, double Value)> values)
    {
        double[] steps = [.. values.Select(one => (double)one.Step)];
        double[] means = [.. values.Select((_, i) => Mean(values, i))];
        ScottPlot.Color color = plot.Add.Palette.GetColor(plot.PlottableList.Count / 2);
        Line(means, 2, color).LegendText = label;
        Line([.. values.Select(one => one.Value)], 1, color.WithAlpha(0.3));

        Scatter Line(double[] heights, float width, ScottPlot.Color shade)
        {
            Scatter drawn = plot.Add.ScatterLine(steps, [.. heights.Select(PlotFont.Logarithm)]);
            (drawn.LineWidth, drawn.Color) = (width, shade);
            return drawn;
        }
    }

    private static double Mean(List<(int Step, double Value)> values, int index)
    {
        const int Half = 5;
        int start = Math.Max(0, index - Half), end = Math.Min(values.Count, index + Half + 1);
        return values[start..end].Average(one => one.Value);
    }
}
