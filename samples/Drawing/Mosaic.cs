using SkiaSharp;

namespace Impasto.Samples.Drawing;

/// <summary>Leaded glass: cells of saturated colours, lit unevenly, between dark lines.</summary>
internal static class Mosaic
{
    private const int Cells = 420;

    private static readonly SKColor[] Palette =
    [
        new(168, 28, 36), new(222, 118, 30), new(242, 196, 58), new(40, 122, 74), new(24, 92, 138), new(58, 44, 120),
        new(206, 224, 216),
    ];

    public static void Draw(SKCanvas canvas)
    {
        var random = new Random(23);
        (double X, double Y, SKColor Colour)[] cells = [.. Enumerable.Range(0, Cells).Select(_ => Cell(random))];
        using var bitmap = new SKBitmap(Canvas.Width, Canvas.Height);
        for (int y = 0; y < Canvas.Height; y++)
        {
            for (int x = 0; x < Canvas.Width; x++)
                bitmap.SetPixel(x, y, Pixel(cells, x, y));
        }

        canvas.DrawBitmap(bitmap, 0, 0);
    }

    private static (double X, double Y, SKColor Colour) Cell(Random random)
    {
        double x = random.NextDouble() * Canvas.Width, y = random.NextDouble() * Canvas.Height;
        double angle = Math.Atan2(y - 280, x - 360);
        double distance = Math.Sqrt(((x - 360) * (x - 360)) + ((y - 280) * (y - 280)));
        // Rings and rays of a rose window, with some cells of random colours.
        double tone = 0.5 + (0.5 * Math.Sin((distance / 34) + (2 * Math.Sin(4 * angle))));
        if (random.NextDouble() < 0.2)
            tone = random.NextDouble();
        return (x, y, Palette[(int)Math.Min(tone * Palette.Length, Palette.Length - 1)]);
    }

    private static SKColor Pixel((double X, double Y, SKColor Colour)[] cells, int x, int y)
    {
        double nearest = double.MaxValue, second = double.MaxValue;
        int found = 0;
        for (int i = 0; i < cells.Length; i++)
        {
            double dx = cells[i].X - x, dy = cells[i].Y - y, distance = (dx * dx) + (dy * dy);
            if (distance < nearest)
                (second, nearest, found) = (nearest, distance, i);
            else if (distance < second)
                second = distance;
        }

        double edge = Math.Sqrt(second) - Math.Sqrt(nearest);
        if (edge < 4)
            return new SKColor((byte)(16 + (6 * edge)), (byte)(15 + (5 * edge)), (byte)(18 + (5 * edge)));
        double grain = (0.22 * Canvas.Noise(x, y, 26, found)) + (0.12 * Canvas.Noise(x, y, 7, found + 1));
        double light = 1 + grain - (0.12 * Math.Exp(-(edge - 4) / 5));
        SKColor colour = cells[found].Colour;
        return new SKColor(Lit(colour.Red), Lit(colour.Green), Lit(colour.Blue));

        byte Lit(byte value) => (byte)Math.Clamp(value * light, 0, 255);
    }
}
