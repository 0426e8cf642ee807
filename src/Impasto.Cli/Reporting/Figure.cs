using System.Globalization;
using Impasto.Imaging;
using Impasto.Jobs;
using ScottPlot;
using SkiaSharp;

namespace Impasto.Cli.Reporting;

/// <summary>Draws content, styles and result side by side, with the loss curve below.</summary>
internal static class Figure
{
    private const int PictureHeight = 360;
    private const int CurveHeight = 320;
    private const int Gap = 16;
    private const int LabelHeight = 28;
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
        List<(string Label, SKImage Image)> pictures = [("Content", Scaled(painting.Content))];
        pictures.AddRange(painting.Styles.Select(style => (Label(style), Scaled(style.Picture))));
        pictures.Add(("Result", Scaled(result.Picture)));
        int width = Math.Max(LeastWidth, pictures.Sum(picture => Room(picture.Image) + Gap) + Gap);
        int height = LabelHeight + PictureHeight + CurveHeight + (2 * Gap);
        using var surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        SKCanvas canvas = surface.Canvas;
        canvas.Clear(SKColors.White);
        using SKTypeface typeface = PlotFont.Typeface();
        using var font = new SKFont(typeface, 16);
        using var ink = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        int left = Gap;
        foreach ((string label, SKImage image) in pictures)
        {
            canvas.DrawText(label, left, LabelHeight - 8, SKTextAlign.Left, font, ink);
            canvas.DrawImage(image, left, LabelHeight);
            left += Room(image) + Gap;
            image.Dispose();
        }

        using (var curve = SKImage.FromEncodedData(Curve(result.Losses, width, CurveHeight)))
            canvas.DrawImage(curve, 0, LabelHeight + PictureHeight + Gap);
        PictureWriter.Write(ToPicture(surface), path, new PictureWriteOptions { Overwrite = force });
    }

    private static byte[] Curve(IReadOnlyList<double> losses, int width, int height) => PlotFont.Use(font =>
    {
        var plot = new Plot();
        double[] steps = [.. Enumerable.Range(1, losses.Count).Select(step => (double)step)];
        plot.Add.ScatterLine(steps, [.. losses.Select(PlotFont.Logarithm)]).LineWidth = 2;
        PlotFont.Logarithmic(plot);
        plot.XLabel("Step");
        plot.YLabel("Loss");
        plot.Font.Set(font);
        return plot.GetImageBytes(width, height, ImageFormat.Png);
    });

    private static string Label(WeightedStyle style) => style.Weight == 1
        ? "Style"
        : string.Create(CultureInfo.InvariantCulture, $"Style x {style.Weight:0.###}");

    private static int Room(SKImage image) => Math.Max(image.Width, LabelWidth);

    private static SKImage Scaled(Picture picture)
    {
        double scale = Math.Min((double)PictureHeight / picture.Height, 4.0 * PictureHeight / picture.Width);
        return ToImage(picture, Side(picture.Width), Side(picture.Height));

        int Side(int pixels) => Math.Max(1, (int)Math.Round(pixels * scale));
    }

    /// <summary>Resizes a picture for drawing.</summary>
    public static SKImage ToImage(Picture picture, int width, int height)
    {
        Picture small = Resampler.Resize(picture, width, height);
        var bytes = new byte[4 * width * height];
        small.CopyTo(bytes, PixelLayout.Rgbx32);
        return SKImage.FromPixelCopy(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque), bytes);
    }

    /// <summary>Copies the drawing into a picture.</summary>
    public static Picture ToPicture(SKSurface surface)
    {
        using SKImage image = surface.Snapshot();
        var info = new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var bitmap = new SKBitmap(info);
        image.ReadPixels(info, bitmap.GetPixels(), info.RowBytes, 0, 0);
        return Picture.FromPixels(
            bitmap.GetPixelSpan(), new PictureSize(image.Width, image.Height), PixelLayout.Rgbx32, info.RowBytes);
    }
}
