using SkiaSharp;

namespace Impasto.Samples.Drawing;

/// <summary>A summer field in short dabs of broken colour under a warm sky.</summary>
internal static class Meadow
{
    private static readonly SKColor[] Sky =
        [new(118, 168, 206), new(176, 204, 214), new(244, 220, 178), new(246, 188, 140)];

    private static readonly SKColor[] Field = [new(226, 190, 74), new(160, 168, 60), new(86, 128, 58), new(44, 84, 62)];

    private static readonly SKColor[] Flowers =
        [new(206, 52, 60), new(236, 132, 160), new(250, 240, 214), new(116, 84, 168), new(244, 148, 40)];

    public static void Draw(SKCanvas canvas)
    {
        canvas.Clear(new SKColor(214, 198, 150));
        var random = new Random(31);
        for (int i = 0; i < 9000; i++)
        {
            double x = random.NextDouble() * Canvas.Width, y = random.NextDouble() * Canvas.Height;
            double horizon = 190 + (18 * Math.Sin(x / 130));
            double near = Math.Max(0, (y - horizon) / (Canvas.Height - horizon));
            bool sky = y < horizon;
            double angle = sky ? 0.25 * Canvas.Noise(x, y, 90, 4) : -1.2 + (0.9 * Canvas.Noise(x, y, 50, 6));
            float width = (float)(sky ? 6 + (3 * random.NextDouble()) : 3 + (5 * near));
            SKColor colour = Colour(x, y, horizon, near, random);
            List<SKPoint> points = Canvas.Follow(x, y, 4, sky ? 4.5 : 2 + (3.5 * near), (_, _) => angle);
            Canvas.Stroke(canvas, points, width, Canvas.Vary(colour, 44, random), random);
        }
    }

    private static SKColor Colour(double x, double y, double horizon, double near, Random random)
    {
        if (y < horizon)
            return Canvas.Blend(Sky, (y / horizon) + (0.25 * Canvas.Noise(x, y, 80, 8)));
        bool flower = Canvas.Noise(x, y, 46, 12) > 0.2 && random.NextDouble() < 0.55;
        return flower
            ? Flowers[(int)((Canvas.Noise(x, y, 130, 15) + 1) / 2 * Flowers.Length) % Flowers.Length]
            : Canvas.Blend(Field, (0.75 * near) + (0.4 * Canvas.Noise(x, y, 60, 13)) + (0.2 * random.NextDouble()));
    }
}
