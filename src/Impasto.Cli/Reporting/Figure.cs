using System.Globalization;
using Impasto.Imaging;
using Impasto.Jobs;

namespace Impasto.Cli.Reporting;

/// <summary>Draws content, styles and result side by side, with the loss curve below.</summary>
internal static class Figure
{
    private const int PictureHeight = 360;
    private const int CurveHeight = 320;
    private const int Gap = 16;
    private const int LabelHeight = 28;
    private const int LabelSize = 16;
    private const int LabelWidth = 96;

    // A narrower curve has no room for its labels.
    private const int LeastWidth = 480;

    /// <summary>Draws the figure.</summary>
    /// <param name="path">A picture file.</param>
    /// <param name="painting">Content and styles.</param>
    /// <param name="result">Picture and losses.</param>
    /// <param name="force">True if the file may be replaced.</param>
    public static void Write(string path, PreparedPainting painting, StylizeResult result, bool force)
    {
        (string Label, Picture Picture)[] pictures =
        [
            ("Content", painting.Content),
            .. painting.Styles.Select(style => (Label(style), style.Picture)),
            ("Result", result.Picture),
        ];
        int width = Math.Max(LeastWidth, pictures.Sum(one => Room(one.Picture) + Gap) + Gap);
        var drawing = new Drawing(width, LabelHeight + PictureHeight + CurveHeight + (2 * Gap));
        int left = Gap;
        foreach ((string label, Picture picture) in pictures)
        {
            (int shownWidth, int shownHeight) = Shown(picture);
            drawing.Text(label, left, LabelHeight - 8, LabelSize);
            drawing.Place(picture, left, LabelHeight, shownWidth, shownHeight);
            left += Room(picture) + Gap;
        }

        if (result.Losses.Count > 0)
        {
            (int, double)[] losses = [.. result.Losses.Select((loss, i) => (i + 1, loss))];
            new Chart(drawing, 0, LabelHeight + PictureHeight + Gap, width, CurveHeight)
                .Draw([new ChartLine(losses, ChartLine.ColorOf(0))], "Loss");
        }

        PictureWriter.Write(drawing.ToPicture(), path, new PictureWriteOptions { Overwrite = force });
    }

    private static string Label(WeightedStyle style) => style.Weight == 1
        ? "Style"
        : string.Create(CultureInfo.InvariantCulture, $"Style x {style.Weight:0.###}");

    private static int Room(Picture picture) => Math.Max(Shown(picture).Width, LabelWidth);

    private static (int Width, int Height) Shown(Picture picture)
    {
        double scale = Math.Min((double)PictureHeight / picture.Height, 4.0 * PictureHeight / picture.Width);
        return (Side(picture.Width), Side(picture.Height));

        int Side(int pixels) => Math.Max(1, (int)Math.Round(pixels * scale));
    }
}
