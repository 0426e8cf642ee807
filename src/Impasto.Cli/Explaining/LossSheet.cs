using Impasto.Cli.Reporting;
using Impasto.Imaging;

namespace Impasto.Cli.Explaining;

/// <summary>What each layer adds to the loss, over the steps.</summary>
internal static class LossSheet
{
    private const int Width = 960;
    private const int Height = 560;
    private const int LegendWidth = 190;
    private const int LegendLine = 24;
    private const int TextSize = 15;

    /// <summary>Draws the sheet.</summary>
    /// <param name="parts">The lines, at least one, each with at least one step.</param>
    public static Picture Draw(IReadOnlyList<(string Name, IReadOnlyList<(int Step, double Value)> Values)> parts)
    {
        var drawing = new Drawing(Width, Height);
        List<ChartLine> lines = [];
        foreach ((string name, IReadOnlyList<(int Step, double Value)> values) in parts)
        {
            string color = ChartLine.ColorOf(lines.Count);
            double baseline = LegendLine * (lines.Count + 1), left = Width - LegendWidth;
            drawing.Line([(left, baseline - 5), (left + 24, baseline - 5)], color, width: 2);
            drawing.Text(name, left + 32, baseline, TextSize);
            lines.Add(new ChartLine(values, color));
        }

        new Chart(drawing, 0, 0, Width - LegendWidth, Height).Draw(lines, "Part of the loss");
        return drawing.ToPicture();
    }
}
