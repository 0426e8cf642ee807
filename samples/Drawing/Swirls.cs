using SkiaSharp;

namespace Impasto.Samples.Drawing;

/// <summary>A night sky in thick strokes that turn around lights, over dark hills.</summary>
internal static class Swirls
{
    private static readonly SKColor[] Sky =
        [new(14, 22, 66), new(24, 52, 120), new(38, 92, 160), new(92, 148, 190), new(168, 196, 190)];

    private static readonly SKColor[] Light = [new(250, 236, 150), new(244, 202, 66), new(214, 150, 40)];
    private static readonly SKColor[] Hills = [new(10, 18, 34), new(20, 44, 62), new(34, 70, 78), new(74, 84, 44)];

    private static readonly (double X, double Y, double Radius)[] Lights =
    [
        (120, 90, 46), (330, 150, 78), (560, 80, 60), (470, 260, 40), (210, 280, 38), (640, 210, 34), (60, 230, 26),
    ];

    public static void Draw(SKCanvas canvas)
    {
        canvas.Clear(Sky[1]);
        var random = new Random(7);
        for (int i = 0; i < 5200; i++)
        {
            double x = random.NextDouble() * Canvas.Width, y = random.NextDouble() * Canvas.Height;
            double horizon = Horizon(x);
            (double glow, SKColor colour) = Colour(x, y, horizon, random);
            List<SKPoint> points = Canvas.Follow(x, y, 9, 3.2, y > horizon ? HillAngle : SkyAngle);
            float width = (float)(5 + (3 * random.NextDouble()) - glow);
            Canvas.Stroke(canvas, points, width, Canvas.Vary(colour, 36, random), random);
        }
    }

    private static double Horizon(double x) => 410 + (34 * Math.Sin(x / 95)) + (26 * Canvas.Noise(x, 0, 120, 3));

    private static (double Glow, SKColor Colour) Colour(double x, double y, double horizon, Random random)
    {
        if (y > horizon)
        {
            double grain = (0.5 * Canvas.Noise(x, y, 70, 5)) + ((random.NextDouble() - 0.5) * 0.3);
            return (0, Canvas.Blend(Hills, 0.5 + grain));
        }

        foreach ((double lightX, double lightY, double radius) in Lights)
        {
            double distance = Math.Sqrt(((x - lightX) * (x - lightX)) + ((y - lightY) * (y - lightY))) / radius;
            if (distance < 1 && random.NextDouble() < 1.25 - distance)
                return (1, Canvas.Blend(Light, distance));
        }

        double tone = 0.42 + (0.38 * Canvas.Noise(x, y, 110, 1)) + (0.22 * Canvas.Noise(x, y, 34, 2));
        return (0, Canvas.Blend(Sky, tone));
    }

    private static double SkyAngle(double x, double y)
    {
        // Each light turns the strokes around itself, in the opposite direction of its neighbour in the list.
        double u = 1, v = 0.3 * Math.Sin(x / 80);
        for (int i = 0; i < Lights.Length; i++)
        {
            double dx = x - Lights[i].X, dy = y - Lights[i].Y, distance = Math.Sqrt((dx * dx) + (dy * dy)) + 1;
            double pull = (i % 2 == 0 ? 4 : -4) * Math.Exp(-distance / (1.6 * Lights[i].Radius));
            u += -dy / distance * pull;
            v += dx / distance * pull;
        }

        return Math.Atan2(v, u);
    }

    private static double HillAngle(double x, double y) => 0.5 * Math.Cos(x / 60) + (0.8 * Canvas.Noise(x, y, 60, 9));
}
