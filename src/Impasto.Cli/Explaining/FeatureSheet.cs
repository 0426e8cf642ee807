using Impasto.Cli.Reporting;
using Impasto.Imaging;
using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Cli.Explaining;

/// <summary>A layer's feature maps: a row for each picture, a column for each channel.</summary>
internal static class FeatureSheet
{
    private const int CellWidth = 168;
    private const int Gap = 8;
    private const int Left = 96;
    private const int Top = 78;
    private const int TextSize = 15;
    private const int TitleSize = 18;

    /// <summary>Draws the sheet.</summary>
    /// <remarks>
    /// Of the layer's channels those are shown whose values differ most over the first picture, the most different
    /// first. A channel has one scale for all pictures: black is 0, white its largest value in any of them,
    /// and brightness is the square root, so that weak values can be seen.
    /// </remarks>
    /// <param name="layer">The layer.</param>
    /// <param name="pictures">The pictures.</param>
    /// <param name="channels">Most channels shown.</param>
    public static Picture Draw(LayerName layer, IReadOnlyList<SeenPicture> pictures, int channels)
    {
        LayerFeatures[] maps = [.. pictures.Select(picture => picture.Features.Maps[layer])];
        int[] shown = [.. Enumerable.Range(0, maps[0].Channels)
            .OrderByDescending(channel => Variance(Map(maps[0], channel))).Take(channels)];
        int[] heights = [.. pictures.Select(picture => HeightOf(picture.Picture))];
        var drawing = new Drawing(
            Left + ((shown.Length + 1) * (CellWidth + Gap)) + Gap, Top + heights.Sum() + (heights.Length * Gap) + Gap);
        drawing.Text($"{layer}: {shown.Length} of {maps[0].Channels} channels", Gap, 26, TitleSize);
        drawing.Text(
            "black is 0, white is a channel's largest value in the three pictures; brightness is the square root",
            Gap, 48, TextSize, "dimgray");
        for (int column = 0; column < shown.Length; column++)
            drawing.Text($"channel {shown[column]}", At(column + 1), Top - 8, TextSize);
        double[] largest = [.. shown.Select(channel => maps.Max(map => Largest(Map(map, channel))))];
        int y = Top;
        for (int row = 0; row < maps.Length; row++)
        {
            var cell = new PictureSize(CellWidth, heights[row]);
            drawing.Text(pictures[row].Label, Gap, y + (heights[row] / 2) + 5, TextSize);
            drawing.Place(pictures[row].Picture, At(0), y, cell.Width, cell.Height);
            for (int column = 0; column < shown.Length; column++)
            {
                drawing.Place(
                    MapPicture(maps[row], shown[column], largest[column], cell),
                    At(column + 1), y, cell.Width, cell.Height);
            }

            y += heights[row] + Gap;
        }

        return drawing.ToPicture();

        static int At(int column) => Left + (column * (CellWidth + Gap));
    }

    private static Picture MapPicture(LayerFeatures map, int channel, double largest, PictureSize cell)
    {
        int first = channel * map.Height * map.Width;
        return Cells.Grey(
            new PictureSize(map.Width, map.Height),
            (x, y) => Math.Sqrt(map.Values[first + (y * map.Width) + x] / Math.Max(largest, float.Epsilon)),
            cell);
    }

    private static ReadOnlySpan<float> Map(LayerFeatures map, int channel)
    {
        int positions = map.Height * map.Width;
        return map.Values.AsSpan(channel * positions, positions);
    }

    private static double Variance(ReadOnlySpan<float> values)
    {
        double sum = 0, squares = 0;
        foreach (float value in values)
        {
            sum += value;
            squares += (double)value * value;
        }

        double mean = sum / values.Length;
        return (squares / values.Length) - (mean * mean);
    }

    private static float Largest(ReadOnlySpan<float> values)
    {
        float largest = 0;
        foreach (float value in values)
            largest = Math.Max(largest, value);
        return largest;
    }

    private static int HeightOf(Picture picture) =>
        Math.Clamp(CellWidth * picture.Height / picture.Width, 8, 2 * CellWidth);
}
