using Impasto.Cli.Reporting;
using Impasto.Storage;
using ScottPlot;

namespace Impasto.Cli;

/// <summary>The course of a training as one picture: loss, and Gram errors of every style layer.</summary>
internal static class DistillCurves
{
    private const int Width = 1200;
    private const int Height = 700;

    /// <summary>Draws the curves.</summary>
    /// <param name="path">A .png file.</param>
    /// <param name="entries">The log.</param>
    /// <param name="force">Whether the file may be replaced.</param>
    public static void Write(string path, IReadOnlyList<DistillLogEntry> entries, bool force)
    {
        byte[] picture = PlotFont.Use(font =>
        {
            var plot = new Plot();
            Add(plot, "loss", entries, entry => entry.Loss);
            foreach (string layer in entries.Count > 0 ? entries[^1].Visited.Keys : [])
                Add(plot, $"{layer} Gram, own pictures", entries, entry => entry.Visited.GetValueOrDefault(layer));
            PlotFont.Logarithmic(plot);
            plot.XLabel("Step");
            plot.ShowLegend();
            plot.Font.Set(font);
            return plot.GetImageBytes(Width, Height, ImageFormat.Png);
        });
        AtomicFile.Write(path, force, stream => stream.Write(picture));
    }

    private static void Add(Plot plot, string label, IReadOnlyList<DistillLogEntry> entries, Func<DistillLogEntry, double> value)
    {
        double[] steps = [.. entries.Select(entry => (double)entry.Step)];
        ScottPlot.Plottables.Scatter line = plot.Add.ScatterLine(steps, [.. entries.Select(entry => PlotFont.Logarithm(value(entry)))]);
        line.LegendText = label;
        line.LineWidth = 1.5f;
    }
}
