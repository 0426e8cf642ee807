using SkiaSharp;

namespace Impasto.Samples.Drawing;

/// <summary>The common parts of all drawings: their size, smooth noise, and a brush with a bright edge.</summary>
internal static class Canvas
{
    public const int Width = 720;
    public const int Height = 560;

    /// <summary>
    /// Smooth noise of the given wavelength in pixels, -1 to 1: values on a grid, blended by smoothstep.
    /// </summary>
    public static double Noise(double x, double y, double wavelength, int seed)
    {
        double u = x / wavelength, v = y / wavelength;
        int column = (int)Math.Floor(u), row = (int)Math.Floor(v);
        double s = Smooth(u - column), t = Smooth(v - row);
        double top = Lerp(Value(column, row, seed), Value(column + 1, row, seed), s);
        double bottom = Lerp(Value(column, row + 1, seed), Value(column + 1, row + 1, seed), s);
        return Lerp(top, bottom, t);
    }

    /// <summary>A colour between several, for a position from 0 to 1 among them.</summary>
    public static SKColor Blend(IReadOnlyList<SKColor> palette, double position)
    {
        double at = Math.Clamp(position, 0, 1) * (palette.Count - 1);
        int index = Math.Min((int)at, palette.Count - 2);
        SKColor a = palette[index], b = palette[index + 1];
        double t = at - index;
        return new SKColor((byte)Lerp(a.Red, b.Red, t), (byte)Lerp(a.Green, b.Green, t), (byte)Lerp(a.Blue, b.Blue, t));
    }

    /// <summary>The colour with each channel moved by a random amount.</summary>
    public static SKColor Vary(SKColor colour, double amount, Random random)
    {
        double light = (random.NextDouble() - 0.5) * amount;
        return new SKColor(Channel(colour.Red), Channel(colour.Green), Channel(colour.Blue));

        byte Channel(byte value) =>
            (byte)Math.Clamp(value + light + ((random.NextDouble() - 0.5) * amount * 0.5), 0, 255);
    }

    /// <summary>A stroke of thick paint: its body, bristles in lighter and darker shades, and a bright edge.</summary>
    public static void Stroke(
        SKCanvas canvas, IReadOnlyList<SKPoint> points, float width, SKColor colour, Random random)
    {
        using var paint = new SKPaint
        {
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            StrokeCap = SKStrokeCap.Round,
        };
        Line(0, width, colour);
        for (int bristle = 0; bristle < 5; bristle++)
        {
            float offset = (float)(random.NextDouble() - 0.5) * width * 0.8f;
            Line(offset, width * 0.14f, Vary(colour, 70, random).WithAlpha(200));
        }

        Line(-width * 0.42f, width * 0.12f, Vary(colour, 20, random).WithAlpha(150), lift: 45);

        void Line(float offset, float thickness, SKColor shade, int lift = 0)
        {
            paint.StrokeWidth = thickness;
            paint.Color = new SKColor(
                (byte)Math.Min(255, shade.Red + lift),
                (byte)Math.Min(255, shade.Green + lift),
                (byte)Math.Min(255, shade.Blue + lift),
                shade.Alpha);
            using var path = new SKPath();
            for (int i = 0; i < points.Count; i++)
            {
                SKPoint along = points[Math.Min(i + 1, points.Count - 1)] - points[Math.Max(i - 1, 0)];
                float length = Math.Max(along.Length, 1e-3f);
                var at = new SKPoint(
                    points[i].X - (along.Y / length * offset), points[i].Y + (along.X / length * offset));
                if (i == 0)
                    path.MoveTo(at);
                else
                    path.LineTo(at);
            }

            canvas.DrawPath(path, paint);
        }
    }

    /// <summary>Points along a field of directions, from a start.</summary>
    public static List<SKPoint> Follow(double x, double y, int steps, double stride, Func<double, double, double> angle)
    {
        List<SKPoint> points = [];
        for (int i = 0; i < steps; i++)
        {
            points.Add(new SKPoint((float)x, (float)y));
            double direction = angle(x, y);
            x += stride * Math.Cos(direction);
            y += stride * Math.Sin(direction);
        }

        return points;
    }

    public static double Lerp(double a, double b, double t) => a + ((b - a) * t);

    private static double Smooth(double t) => t * t * (3 - (2 * t));

    // A small integer hash; any other that mixes well would serve.
    private static double Value(int column, int row, int seed)
    {
        unchecked
        {
            uint h = (uint)((column * 374761393) + (row * 668265263) + (seed * 974634777));
            h = (h ^ (h >> 13)) * 1274126177;
            return ((h ^ (h >> 16)) / (double)uint.MaxValue * 2) - 1;
        }
    }
}
