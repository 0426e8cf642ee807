using System.Reflection;
using ScottPlot;
using SkiaSharp;

namespace Impasto.Cli.Reporting;

/// <summary>The font that comes along, since a bare machine has none, and the axis that all curves share.</summary>
internal static class PlotFont
{
    // A name of its own, lest a machine's Roboto be taken.
    private const string Name = "Impasto Roboto";

    /// <summary>Draws with the font: ScottPlot opens a font by its file, and only when it draws.</summary>
    public static T Use<T>(Func<string, T> draw)
    {
        string file = Path.Combine(Path.GetTempPath(), $"impasto-{Guid.NewGuid():N}.ttf");
        try
        {
            using (FileStream copy = File.Create(file))
            using (Stream font = Open())
                font.CopyTo(copy);
            Fonts.AddFontFile(Name, file);
            return draw(Name);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The font for SkiaSharp itself.</summary>
    public static SKTypeface Typeface()
    {
        using Stream stream = Open();
        return SKTypeface.FromStream(stream);
    }

    /// <summary>Losses fall by orders of magnitude: their logarithms are drawn.</summary>
    public static double Logarithm(double loss) => Math.Log10(Math.Max(loss, 1e-30));

    /// <summary>Labels an axis of logarithms with what they are of.</summary>
    public static void Logarithmic(Plot plot) => plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
    {
        LabelFormatter = value => Math.Pow(10, value).ToString(
            Math.Abs(value) < 4 ? "G3" : "0.0e+0", System.Globalization.CultureInfo.InvariantCulture),
    };

    private static Stream Open() => Assembly.GetExecutingAssembly().GetManifestResourceStream("Impasto.Cli.Roboto-Regular.ttf")!;
}
