using SkiaSharp;

namespace Impasto.Samples.Drawing;

/// <summary>A sea like a woodblock print: flat blues with pale crests, dark outlines and the grain of paper.</summary>
internal static class Waves
{
    private static readonly SKColor Paper = new(232, 216, 184);
    private static readonly SKColor Ink = new(22, 32, 58);

    private static readonly SKColor[] Water =
        [new(30, 58, 110), new(58, 98, 148), new(122, 154, 176), new(206, 212, 200)];

    public static void Draw(SKCanvas canvas)
    {
        canvas.Clear(Paper);
        var random = new Random(11);
        using var sun = new SKPaint { Color = new SKColor(196, 82, 52), IsAntialias = true };
        canvas.DrawCircle(560, 110, 54, sun);
        for (int row = 0; row < 8; row++)
            Crest(canvas, 150 + (row * 58), 70 + (row * 9), row, random);
        Grain(canvas, random);
    }

    private static void Crest(SKCanvas canvas, double level, double length, int row, Random random)
    {
        double phase = random.NextDouble() * 6;
        for (int band = 0; band < 7; band++)
        {
            using var path = new SKPath();
            path.MoveTo(-10, Canvas.Height + 10);
            for (int x = -10; x <= Canvas.Width + 10; x += 3)
                path.LineTo(x, (float)(level + (band * 8.5) + Rise(x, length, phase, row) * (1 - (band * 0.05))));
            path.LineTo(Canvas.Width + 10, Canvas.Height + 10);
            path.Close();
            using var fill = new SKPaint { Color = Water[band == 0 ? 3 : (band + row) % 3], IsAntialias = true };
            canvas.DrawPath(path, fill);
            using SKPaint line = Outline(band == 0 ? 3.2f : 1.3f);
            canvas.DrawPath(path, line);
        }

        Foam(canvas, level, length, phase, row, random);
    }

    private static SKPaint Outline(float width) =>
        new() { Color = Ink, IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = width };

    // Steep on one side, flat on the other.
    private static double Rise(double x, double length, double phase, int row)
    {
        double a = (x / length * 2.2) + phase;
        return -(26 + (3 * row)) * (Math.Sin(a) + (0.35 * Math.Sin((2 * a) + 0.9)) + (0.14 * Math.Sin((5 * a) + row)));
    }

    private static void Foam(SKCanvas canvas, double level, double length, double phase, int row, Random random)
    {
        using var fill = new SKPaint { Color = new SKColor(240, 236, 222), IsAntialias = true };
        using SKPaint line = Outline(1.2f);
        for (int x = 0; x < Canvas.Width; x += 5)
        {
            double rise = Rise(x, length, phase, row);
            if (rise > -20 || random.NextDouble() < 0.25)
                continue;
            float radius = (float)(2.5 + (4.5 * random.NextDouble()));
            float y = (float)(level + rise + ((random.NextDouble() - 0.4) * 14));
            canvas.DrawCircle(x, y, radius, fill);
            canvas.DrawCircle(x, y, radius, line);
        }
    }

    private static void Grain(SKCanvas canvas, Random random)
    {
        using var paint = new SKPaint { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 1 };
        for (int i = 0; i < 2600; i++)
        {
            float x = random.Next(Canvas.Width), y = random.Next(Canvas.Height), length = random.Next(20, 90);
            paint.Color = (i % 2 == 0 ? Ink : Paper).WithAlpha((byte)random.Next(10, 34));
            canvas.DrawLine(x, y, x + length, y + (float)(random.NextDouble() * 3), paint);
        }
    }
}
