using Impasto.Imaging;

namespace Impasto.Tests.Clips;

/// <summary>A material that can be seen at any place: a picture, interpolated and mirrored beyond its edges.</summary>
/// <param name="picture">The picture.</param>
/// <param name="left">Column of the frame where the picture's first column lies.</param>
/// <param name="top">Row of the frame where the picture's first row lies.</param>
internal sealed class Texture(Picture picture, double left, double top)
{
    /// <summary>A painted landscape: sky without edges above, fields, stones and fine grain below.</summary>
    public static Texture Landscape(PictureSize size, int seed) => Of(size, seed, (noise, x, y) =>
    {
        double horizon = 0.36 + (0.1 * noise.Smooth(x * 3, 7.1));
        double sky = y - horizon < 0 ? 1 : 0;
        double cloud = noise.Fractal(x * 3, y * 6, 4), ground = noise.Fractal(x * 14, y * 18, 5);
        double field = noise.Cell(x * 7, y * 11), grain = noise.Smooth(x * 110, y * 90);
        double light = sky > 0 ? 0.62 + (0.3 * cloud) : (0.15 + (0.5 * field)) * (0.7 + (0.6 * ground)) + (0.1 * grain);
        return sky > 0
            ? (light * 0.8, light * 0.9, light)
            : (light * (0.8 + (0.4 * field)), light, light * (1.1 - (0.6 * field)));
    });

    /// <summary>Bright cells with veins, unlike <see cref="Landscape"/>.</summary>
    public static Texture Petals(PictureSize size, int seed) => Of(size, seed, (noise, x, y) =>
    {
        double cell = noise.Cell(x * 13, y * 10), vein = noise.Fractal(x * 30, y * 24, 4);
        double light = 0.45 + (0.35 * cell) + (0.5 * (vein - 0.5));
        return (light * 1.1, light * 0.55, light * (0.3 + (0.5 * cell)));
    });

    /// <summary>The colour at a place of the frame.</summary>
    public (float Red, float Green, float Blue) At(double x, double y)
    {
        double column = x - left, row = y - top;
        int x0 = (int)Math.Floor(column), y0 = (int)Math.Floor(row);
        Span<double> across = stackalloc double[4], down = stackalloc double[4];
        Weights(column - x0, across);
        Weights(row - y0, down);
        double red = 0, green = 0, blue = 0;
        int plane = picture.Width * picture.Height;
        for (int j = 0; j < 4; j++)
        {
            int line = Mirror(y0 + j - 1, picture.Height) * picture.Width;
            for (int i = 0; i < 4; i++)
            {
                int k = line + Mirror(x0 + i - 1, picture.Width);
                double weight = across[i] * down[j];
                red += weight * picture.Pixels[k];
                green += weight * picture.Pixels[plane + k];
                blue += weight * picture.Pixels[(2 * plane) + k];
            }
        }

        return (Clip(red), Clip(green), Clip(blue));

        static float Clip(double value) => (float)Math.Clamp(value, 0, 1);
    }

    // Cubic convolution, a = -1/2 (Keys, 1981).
    private static void Weights(double t, Span<double> weights)
    {
        double s = 1 - t;
        (weights[0], weights[1]) = (-0.5 * t * s * s, 1 + (t * t * ((1.5 * t) - 2.5)));
        (weights[2], weights[3]) = (1 + (s * s * ((1.5 * s) - 2.5)), -0.5 * s * t * t);
    }

    private static int Mirror(int i, int length)
    {
        int period = 2 * length, place = ((i % period) + period) % period;
        return place < length ? place : period - 1 - place;
    }

    // Twice the frame on each side, so that mirrors are rarely seen. Coordinates of the paint: 0 to 1 over the frame.
    private static Texture Of(
        PictureSize size, int seed, Func<PaintNoise, double, double, (double Red, double Green, double Blue)> paint)
    {
        const double Margin = 0.25;
        int left = (int)(Margin * size.Width), top = (int)(Margin * size.Height);
        int width = size.Width + (2 * left), height = size.Height + (2 * top), plane = width * height;
        // Grain is as fine in small frames as in large ones.
        double scale = 1.0 / Math.Max(size.Width, 192);
        PaintNoise noise = new(seed);
        float[] pixels = new float[3 * plane];
        for (int k = 0; k < plane; k++)
        {
            (double red, double green, double blue) =
                paint(noise, ((k % width) - left) * scale, ((k / width) - top) * scale * 4 / 3);
            (pixels[k], pixels[plane + k], pixels[(2 * plane) + k]) =
                ((float)Math.Clamp(red, 0, 1), (float)Math.Clamp(green, 0, 1), (float)Math.Clamp(blue, 0, 1));
        }

        return new Texture(new Picture(width, height, pixels), -left, -top);
    }
}
