using System.Globalization;
using Impasto.Cli.Reporting;
using Impasto.Imaging;
using SkiaSharp;

namespace Impasto.Cli.Queue;

/// <summary>
/// The pictures of a sweep in a table with labels: a column for each value of the first option, a row for each
/// combination of the others.
/// </summary>
internal static class ContactSheet
{
    private const int Cell = 240;
    private const int Gap = 12;
    private const int Line = 22;
    private const int TextSize = 15;

    /// <summary>Draws the sheet.</summary>
    public static void Write(
        string path,
        IReadOnlyList<SweepAxis> axes,
        IReadOnlyList<IReadOnlyList<string>> combinations,
        IReadOnlyList<QueueResult> results)
    {
        int columns = axes[0].Values.Count, rows = results.Count / columns;
        int left = axes.Count > 1 ? RowLabelWidth(axes, combinations) : Gap;
        Picture?[] pictures = [.. results.Select(Read)];
        int height = pictures.OfType<Picture>().Select(picture => Size(picture).Height).DefaultIfEmpty(Cell).Max();
        int top = Gap + Line, step = height + Line + Gap;
        int sheetWidth = left + (columns * (Cell + Gap)), sheetHeight = top + (rows * step) + Gap;
        using var surface = SKSurface.Create(
            new SKImageInfo(sheetWidth, sheetHeight, SKColorType.Rgba8888, SKAlphaType.Opaque));
        SKCanvas canvas = surface.Canvas;
        canvas.Clear(SKColors.White);
        using SKTypeface typeface = PlotFont.Typeface();
        using var font = new SKFont(typeface, TextSize);
        for (int i = 0; i < results.Count; i++)
        {
            int x = left + (i % columns * (Cell + Gap)), y = top + (i / columns * step);
            if (i < columns)
                Text(canvas, font, Fit(font, Label(axes, combinations[i], 0), Cell), x, y - 8, SKColors.Black);
            for (int axis = 1; axis < axes.Count && i % columns == 0; axis++)
                Text(canvas, font, Label(axes, combinations[i], axis), Gap, y + (axis * Line), SKColors.Black);
            Draw(canvas, pictures[i], x, y);
            Text(canvas, font, Fit(font, Caption(results[i]), Cell), x, y + height + Line - 6, SKColors.DimGray);
        }

        PictureWriter.Write(Figure.ToPicture(surface), path, new PictureWriteOptions { Overwrite = true });
    }

    private static string Caption(QueueResult result) => result.Figures is { } figures
        ? string.Join("  ", figures.Values.Take(2).Select(Caption))
        : result.Problem ?? "not made";

    private static string Caption(KeyValuePair<string, double> term) =>
        string.Create(CultureInfo.InvariantCulture, $"{term.Key} {term.Value:0.0000}");

    private static string Label(IReadOnlyList<SweepAxis> axes, IReadOnlyList<string> values, int axis) =>
        $"{axes[axis].Option.Name} {values[axis]}";

    private static int RowLabelWidth(
        IReadOnlyList<SweepAxis> axes, IReadOnlyList<IReadOnlyList<string>> combinations)
    {
        using SKTypeface typeface = PlotFont.Typeface();
        using var font = new SKFont(typeface, TextSize);
        float widest = combinations
            .SelectMany(values => Enumerable.Range(1, axes.Count - 1).Select(axis => Label(axes, values, axis)))
            .Max(label => font.MeasureText(label));
        return (int)Math.Ceiling(widest) + (2 * Gap);
    }

    private static string Fit(SKFont font, string text, int width)
    {
        for (string fitting = text; ; text = text[..^1], fitting = text + "…")
        {
            if (text.Length <= 1 || font.MeasureText(fitting) <= width)
                return fitting;
        }
    }

    private static Picture? Read(QueueResult result)
    {
        try
        {
            return result.Figures is null ? null : new PictureReader().Read(result.Output);
        }
        catch (ImpastoException)
        {
            return null;
        }
    }

    private static void Draw(SKCanvas canvas, Picture? picture, int x, int y)
    {
        if (picture is null)
        {
            using var paint = new SKPaint { Color = SKColors.WhiteSmoke };
            canvas.DrawRect(x, y, Cell, Cell, paint);
            return;
        }

        (int width, int height) = Size(picture);
        using SKImage image = Figure.ToImage(picture, width, height);
        canvas.DrawImage(image, x, y);
    }

    private static (int Width, int Height) Size(Picture picture)
    {
        double scale = (double)Cell / Math.Max(picture.Width, picture.Height);
        return (Side(picture.Width), Side(picture.Height));

        int Side(int pixels) => Math.Max(1, (int)Math.Round(pixels * scale));
    }

    private static void Text(SKCanvas canvas, SKFont font, string text, int x, int y, SKColor color)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        canvas.DrawText(text, x, y, SKTextAlign.Left, font, paint);
    }
}
