using Impasto.Imaging;

namespace Impasto.Bench.Quality.Judging;

/// <summary>One channel of a picture: Height x Width values.</summary>
internal sealed class Plane(int width, int height, float[] values)
{
    public int Width => width;

    public int Height => height;

    public float[] Values => values;

    public double Diagonal => Math.Sqrt(((double)width * width) + ((double)height * height));

    /// <summary>A value; beyond the edge, the nearest one.</summary>
    public float At(int x, int y) =>
        values[(Math.Clamp(y, 0, height - 1) * width) + Math.Clamp(x, 0, width - 1)];

    /// <summary>
    /// Blurred by a Gaussian of that deviation in pixels, cut at three deviations; the edge is repeated.
    /// </summary>
    public Plane Smooth(double deviation)
    {
        int reach = Math.Max(1, (int)Math.Ceiling(3 * deviation));
        double[] bell = [.. Enumerable.Range(-reach, (2 * reach) + 1)
            .Select(at => Math.Exp(-0.5 * at * at / (deviation * deviation)))];
        double sum = bell.Sum();
        float[] taps = [.. bell.Select(value => (float)(value / sum))];
        return Along(taps, (1, 0)).Along(taps, (0, 1));
    }

    /// <summary>This minus another of the same size.</summary>
    public Plane Less(Plane other) =>
        new(width, height, [.. values.Zip(other.Values, (mine, theirs) => mine - theirs)]);

    /// <summary>Every value through a function.</summary>
    public Plane Each(Func<float, float> function) => new(width, height, [.. values.Select(function)]);

    /// <summary>The lightness that a picture has at every pixel.</summary>
    public static Plane LightnessOf(Picture picture) => OklabPlanes.Of(picture).Lightness;

    private Plane Along(float[] taps, (int X, int Y) step)
    {
        int reach = taps.Length / 2;
        (int lines, int length) = step.X == 1 ? (height, width) : (width, height);
        int stride = step.X + (step.Y * width), next = step.Y + (step.X * width);
        float[] result = new float[values.Length], padded = new float[length + (2 * reach)];
        for (int line = 0; line < lines; line++)
        {
            for (int at = 0; at < padded.Length; at++)
                padded[at] = values[(line * next) + (Math.Clamp(at - reach, 0, length - 1) * stride)];
            for (int at = 0; at < length; at++)
            {
                float sum = 0;
                for (int tap = 0; tap < taps.Length; tap++)
                    sum += taps[tap] * padded[at + tap];
                result[(line * next) + (at * stride)] = sum;
            }
        }

        return new Plane(width, height, result);
    }
}
