using System.Globalization;
using System.Reflection;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Impasto.Cli.Reporting;

/// <summary>The font of the program, for machines without fonts, and the axis that all curves share.</summary>
internal static class PlotFont
{
    // With its own name the font is not mistaken for an installed Roboto.
    private const string Name = "Impasto Roboto";

    /// <summary>Draws with the font. ScottPlot needs a font file, and opens it only when it draws.</summary>
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

    /// <summary>Opens the font for SkiaSharp.</summary>
    public static SKTypeface Typeface()
    {
        using Stream stream = Open();
        return SKTypeface.FromStream(stream);
    }

    /// <summary>The logarithm of a loss. Curves show logarithms, because losses fall by orders of magnitude.</summary>
    public static double Logarithm(double loss) => Math.Log10(Math.Max(loss, 1e-30));

    /// <summary>Labels the vertical axis of logarithms with the losses.</summary>
    public static void Logarithmic(Plot plot) => plot.Axes.Left.TickGenerator = new NumericAutomatic
    {
        LabelFormatter = value => Math.Pow(10, value).ToString(
            Math.Abs(value) < 4 ? "G3" : "0.0e+0", CultureInfo.InvariantCulture),
    };

    private static Stream Open() =>
        Assembly.GetExecutingAssembly().GetManifestResourceStream("Impasto.Cli.Roboto-Regular.ttf")!;
}
