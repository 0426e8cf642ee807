using Impasto.Imaging;

namespace Impasto.Cli.Explaining;

/// <summary>Numbers as pictures. Each number is one even patch: nothing is made smooth.</summary>
internal static class Cells
{
    // Dark to light, so that the order of values is visible without colours as well.
    private static readonly (double Red, double Green, double Blue)[] Stops =
        [(0.04, 0.03, 0.16), (0.36, 0.08, 0.42), (0.78, 0.22, 0.34), (0.97, 0.58, 0.22), (1, 0.98, 0.78)];

    /// <summary>Draws rows and columns of numbers in greys: 0 is black, 1 is white.</summary>
    /// <param name="size">Columns and rows of numbers.</param>
    /// <param name="value">The number at a column and a row.</param>
    /// <param name="cell">The picture's size.</param>
    public static Picture Grey(PictureSize size, Func<int, int, double> value, PictureSize cell) =>
        Draw(size, value, cell, shade => (shade, shade, shade));

    /// <summary>Draws rows and columns of numbers in colours: 0 is dark blue, 1 is light yellow.</summary>
    /// <inheritdoc cref="Grey"/>
    public static Picture Heat(PictureSize size, Func<int, int, double> value, PictureSize cell) =>
        Draw(size, value, cell, HeatOf);

    private static Picture Draw(
        PictureSize size,
        Func<int, int, double> value,
        PictureSize cell,
        Func<double, (double Red, double Green, double Blue)> color)
    {
        float[] pixels = new float[3 * cell.Pixels];
        int plane = (int)cell.Pixels;
        for (int y = 0; y < cell.Height; y++)
        {
            for (int x = 0; x < cell.Width; x++)
            {
                double shade = value(x * size.Width / cell.Width, y * size.Height / cell.Height);
                (double red, double green, double blue) = color(Math.Clamp(shade, 0, 1));
                int at = (y * cell.Width) + x;
                (pixels[at], pixels[plane + at], pixels[(2 * plane) + at]) = ((float)red, (float)green, (float)blue);
            }
        }

        return new Picture(cell.Width, cell.Height, pixels);
    }

    private static (double Red, double Green, double Blue) HeatOf(double shade)
    {
        double place = shade * (Stops.Length - 1);
        int stop = Math.Min((int)place, Stops.Length - 2);
        (double Red, double Green, double Blue) low = Stops[stop], high = Stops[stop + 1];
        double part = place - stop;
        return (Mix(low.Red, high.Red), Mix(low.Green, high.Green), Mix(low.Blue, high.Blue));

        double Mix(double from, double to) => from + (part * (to - from));
    }
}
