using System.Globalization;
using Impasto.Cli.Reporting;
using Impasto.Imaging;

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
    private const int CaptionSize = 13;

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
        var drawing = new Drawing(sheetWidth, sheetHeight);
        for (int i = 0; i < results.Count; i++)
        {
            int x = left + (i % columns * (Cell + Gap)), y = top + (i / columns * step);
            if (i < columns)
                drawing.Text(Drawing.Fit(Label(axes, combinations[i], 0), TextSize, Cell), x, y - 8, TextSize);
            for (int axis = 1; axis < axes.Count && i % columns == 0; axis++)
                drawing.Text(Label(axes, combinations[i], axis), Gap, y + (axis * Line), TextSize);
            Draw(drawing, pictures[i], x, y);
            string caption = Drawing.Fit(Caption(results[i]), CaptionSize, Cell);
            drawing.Text(caption, x, y + height + Line - 6, CaptionSize, "dimgray");
        }

        PictureWriter.Write(drawing.ToPicture(), path, new PictureWriteOptions { Overwrite = true });
    }

    private static string Caption(QueueResult result) => result.Figures is { } figures
        ? string.Join("  ", figures.Values.Where(term => term.Key is not ("tv" or "range")).Select(Caption))
        : result.Problem ?? "not made";

    private static string Caption(KeyValuePair<string, double> term) =>
        string.Create(CultureInfo.InvariantCulture, $"{term.Key} {term.Value:0.000}");

    private static string Label(IReadOnlyList<SweepAxis> axes, IReadOnlyList<string> values, int axis) =>
        $"{axes[axis].Option.Name} {values[axis]}";

    private static int RowLabelWidth(
        IReadOnlyList<SweepAxis> axes, IReadOnlyList<IReadOnlyList<string>> combinations)
    {
        double widest = combinations
            .SelectMany(values => Enumerable.Range(1, axes.Count - 1).Select(axis => Label(axes, values, axis)))
            .Max(label => Drawing.WidthOf(label, TextSize));
        return (int)Math.Ceiling(widest) + (2 * Gap);
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

    private static void Draw(Drawing drawing, Picture? picture, int x, int y)
    {
        if (picture is null)
        {
            drawing.Fill(x, y, Cell, Cell, "whitesmoke");
            return;
        }

        (int width, int height) = Size(picture);
        drawing.Place(picture, x, y, width, height);
    }

    private static (int Width, int Height) Size(Picture picture)
    {
        double scale = (double)Cell / Math.Max(picture.Width, picture.Height);
        return (Side(picture.Width), Side(picture.Height));

        int Side(int pixels) => Math.Max(1, (int)Math.Round(pixels * scale));
    }
}
