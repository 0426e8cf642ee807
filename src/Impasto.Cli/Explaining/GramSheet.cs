using System.Globalization;
using Impasto.Cli.Reporting;
using Impasto.Imaging;
using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Cli.Explaining;

/// <summary>Gram matrices as heat maps: a row for each layer, a column for each picture.</summary>
internal static class GramSheet
{
    private const int Cell = 256;
    private const int Gap = 16;
    private const int Left = 96;
    private const int Top = 96;
    private const int Caption = 26;
    private const int TextSize = 15;
    private const int TitleSize = 18;
    private const int KeyWidth = 160, KeyHeight = 12;

    // A patch must be large enough to be seen.
    private const int MostChannels = 64;

    // Share of the painting's values that the scale covers.
    private const double Covered = 0.98;

    /// <summary>Draws the sheet.</summary>
    /// <remarks>
    /// Shown are the 64 channels that are strongest in the painting, the strongest first. The colour is
    /// sqrt(|G_ij| / a), one scale for a row: 98 % of the painting's shown values are below a. One channel may be far
    /// stronger than all others. Below each matrix stands its distance
    /// |G - A|^2 / |A|^2 over all channels, in those in which styles are compared.
    /// </remarks>
    /// <param name="layers">The layers.</param>
    /// <param name="pictures">The pictures.</param>
    /// <param name="painting">The number of the painting among them.</param>
    /// <param name="network">Gives the channels in which styles are compared.</param>
    public static Picture Draw(
        IReadOnlyList<LayerName> layers, IReadOnlyList<SeenPicture> pictures, int painting, Network network)
    {
        int step = Cell + Caption + Gap;
        var drawing = new Drawing(
            Left + (pictures.Count * (Cell + Gap)), Top + (layers.Count * step));
        drawing.Text("Gram matrices: which channels fire together", Gap, 28, TitleSize);
        DrawKey(drawing);
        for (int column = 0; column < pictures.Count; column++)
            drawing.Text(pictures[column].Label, At(column), Top - 10, TextSize);
        for (int row = 0; row < layers.Count; row++)
        {
            LayerName layer = layers[row];
            LayerMoments[] moments = [.. pictures.Select(picture => picture.Features.Moments[layer][0])];
            LayerMoments wanted = moments[painting], target = pictures[painting].Compared(layer, network);
            int[] order = [.. Enumerable.Range(0, wanted.Channels)
                .OrderByDescending(channel => wanted.Gram[(channel * wanted.Channels) + channel]).Take(MostChannels)];
            int y = Top + (row * step);
            drawing.Text(layer.Text, Gap, y + (Cell / 2), TextSize);
            drawing.Text($"{order.Length} of {wanted.Channels}", Gap, y + (Cell / 2) + 20, TextSize, "dimgray");
            for (int column = 0; column < moments.Length; column++)
            {
                drawing.Place(Matrix(moments[column], wanted, order), At(column), y, Cell, Cell);
                if (column == painting)
                    continue;
                double distance = Distance(pictures[column].Compared(layer, network), target);
                string text = string.Create(CultureInfo.InvariantCulture, $"distance {distance:0.000}");
                drawing.Text(text, At(column), y + Cell + 18, TextSize, "dimgray");
            }
        }

        return drawing.ToPicture();

        static int At(int column) => Left + (column * (Cell + Gap));
    }

    /// <summary>|G - A|^2 / |A|^2 of two Gram matrices; 0 if both are 0.</summary>
    public static double Distance(LayerMoments found, LayerMoments wanted)
    {
        double difference = found.Gram.Zip(wanted.Gram, (g, a) => (g - a) * (g - a)).Sum();
        return difference / Math.Max(wanted.Gram.Sum(a => a * a), double.Epsilon);
    }

    private static Picture Matrix(LayerMoments moments, LayerMoments wanted, int[] order)
    {
        double[] sorted =
        [
            .. from row in order
               from column in order
               let value = Math.Abs(wanted.Gram[(row * wanted.Channels) + column])
               orderby value
               select value,
        ];
        double light = Math.Max(sorted[(int)(Covered * (sorted.Length - 1))], double.Epsilon);
        return Cells.Heat(
            new PictureSize(order.Length, order.Length),
            (x, y) => Math.Sqrt(Math.Abs(moments.Gram[(order[y] * moments.Channels) + order[x]]) / light),
            new PictureSize(Cell, Cell));
    }

    private static void DrawKey(Drawing drawing)
    {
        Picture key = Cells.Heat(
            new PictureSize(KeyWidth, 1), (x, _) => (double)x / KeyWidth, new PictureSize(KeyWidth, KeyHeight));
        const int Y = 40;
        drawing.Text("0", Gap, Y + KeyHeight, TextSize, "dimgray");
        drawing.Place(key, Gap + 16, Y, KeyWidth, KeyHeight);
        drawing.Text(
            "more than 98 % of the painting's values; its strongest channels first; colour is the square root",
            Gap + 24 + KeyWidth, Y + KeyHeight, TextSize, "dimgray");
    }
}
