using Impasto.Imaging;

namespace Impasto.Tests.Quality;

/// <summary>
/// Measures what optimised pictures are known to suffer from. Each measure is of one picture and knows no other.
/// </summary>
/// <remarks>
/// Values are cut to 0 to 1 first, as they are when written, but for the excess. Y = 0.299 R + 0.587 G + 0.114 B.
/// </remarks>
internal static class Artefacts
{
    // What 8 bits can just tell apart: calm places are no noisier for less.
    private const double Visible = 1 / 255.0;
    private const int Window = 32;

    // A square of 9 x 9: half of it.
    private const int Reach = 4;

    /// <summary>How much busier the picture is at its edge than further in: 1 where nothing frames it.</summary>
    /// <remarks>
    /// With J(k) the mean over a side, and over the channels, of |V(line k) - V(line k + 1)|, k counted inwards from
    /// the edge, this is the largest over the four sides of (mean of J(0) to J(2) + 1/255) / (mean of J(8) to J(23) +
    /// 1/255).
    /// </remarks>
    /// <param name="picture">The picture, 25 pixels wide and high at least.</param>
    public static double BorderEnergy(Picture picture) => Sides(picture).Max(side =>
    {
        double[] jumps = [.. Enumerable.Range(0, 24).Select(
            line => side[line].Zip(side[line + 1], (a, b) => Math.Abs(a - b)).Average())];
        return (jumps[..3].Average() + Visible) / (jumps[8..].Average() + Visible);
    });

    /// <summary>Roughness from pixel to pixel: mean over the inner pixels of |4 Y - the four neighbours' Y|.</summary>
    public static double Speckle(Picture picture)
    {
        double[] grey = Grey(picture);
        int width = picture.Width;
        double sum = 0;
        for (int y = 1; y < picture.Height - 1; y++)
        {
            for (int x = 1; x < width - 1; x++)
            {
                int at = (y * width) + x;
                sum += Math.Abs((4 * grey[at]) - grey[at - 1] - grey[at + 1] - grey[at - width] - grey[at + width]);
            }
        }

        return sum / ((width - 2.0) * (picture.Height - 2.0));
    }

    /// <summary>Root mean square of what lies outside 0 to 1: what is cut when a file is written.</summary>
    public static double Excess(Picture picture) =>
        Math.Sqrt(picture.Pixels.Average(value => Math.Pow(value - Math.Clamp(value, 0, 1), 2)));

    /// <summary>Share of the values, of all three channels, that files of 8 bits hold as 0 or 255.</summary>
    public static double Saturated(Picture picture) =>
        picture.Pixels.Count(value => value < 0.5 * Visible || value > 1 - (0.5 * Visible))
            / (double)picture.Pixels.Length;

    /// <summary>
    /// Share of the values, of all three channels, in spots: brighter or darker by 0.3 than all that is 9 pixels wide
    /// around them.
    /// </summary>
    /// <remarks>
    /// |V - opening of V| > 0.3 or |closing of V - V| > 0.3 with a flat square of 9 x 9, per channel: the top hats of
    /// mathematical morphology (Serra 1982). A blob of up to 8 pixels counts whole, a larger shape not at all.
    /// </remarks>
    public static double Spots(Picture picture)
    {
        int width = picture.Width, height = picture.Height, plane = width * height;
        int spots = 0;
        for (int channel = 0; channel < 3; channel++)
        {
            double[] values =
                [.. picture.Pixels.Skip(channel * plane).Take(plane).Select(value => Math.Clamp(value, 0.0, 1.0))];
            double[] opened = Extreme(Extreme(values, width, height, Math.Min), width, height, Math.Max);
            double[] closed = Extreme(Extreme(values, width, height, Math.Max), width, height, Math.Min);
            spots += Enumerable.Range(0, plane).Count(i => values[i] - opened[i] > 0.3 || closed[i] - values[i] > 0.3);
        }

        return spots / (3.0 * plane);
    }

    /// <summary>
    /// How much stronger a pattern of that period is than patterns of nearly the same; below 1 or near it without a
    /// grid.
    /// </summary>
    /// <remarks>
    /// Power of Y at frequency 1 / period over the mean power three steps of 1/32 beside it (below only, at period 2),
    /// along rows and along columns, the larger of the two. Power is the mean square of the Fourier coefficient over
    /// all windows of 32 pixels, half overlapping, each less its mean and under Hann's bell, which leaks two steps far.
    /// To both powers that of a pattern as deep as 1/255 is added.
    /// </remarks>
    /// <param name="picture">The picture, 32 pixels wide and high at least.</param>
    /// <param name="period">2, 4 or 8 pixels.</param>
    public static double Grid(Picture picture, int period)
    {
        double[] grey = Grey(picture);
        int width = picture.Width, height = picture.Height;
        return Math.Max(
            Along(height, width, (line, at) => grey[(line * width) + at]),
            Along(width, height, (line, at) => grey[(at * width) + line]));

        double Along(int lines, int length, Func<int, int, double> value)
        {
            int bin = Window / period;
            double found = Power(bin),
                below = Power(bin - 3),
                beside = period == 2 ? below : (below + Power(bin + 3)) / 2;
            double visible = Math.Pow(Visible * Window / 4, 2);
            return (found + visible) / (beside + visible);

            double Power(int frequency)
            {
                (double[] cosines, double[] sines) = Waves(frequency);
                double sum = 0;
                int windows = 0;
                double[] window = new double[Window];
                for (int line = 0; line < lines; line++)
                {
                    for (int start = 0; start + Window <= length; start += Window / 2, windows++)
                    {
                        for (int i = 0; i < Window; i++)
                            window[i] = value(line, start + i);
                        sum += Squared(window, cosines) + Squared(window, sines);
                    }
                }

                return sum / windows;
            }
        }
    }

    // Of each side the lines from the edge inwards, all channels one after the other.
    private static double[][][] Sides(Picture picture)
    {
        int width = picture.Width, height = picture.Height, plane = width * height;
        Func<int, int, int>[] sides =
        [
            (line, along) => (line * width) + along,
            (line, along) => ((height - 1 - line) * width) + along,
            (line, along) => (along * width) + line,
            (line, along) => (along * width) + width - 1 - line,
        ];
        return [.. sides.Select((at, index) => Enumerable.Range(0, 25).Select(line => (double[])
            [.. from channel in Enumerable.Range(0, 3)
                from along in Enumerable.Range(0, index < 2 ? width : height)
                select Math.Clamp(picture.Pixels[(channel * plane) + at(line, along)], 0.0, 1.0)]).ToArray())];
    }

    // Both waves under Hann's bell.
    private static (double[] Cosines, double[] Sines) Waves(int frequency)
    {
        double[] angles = [.. Enumerable.Range(0, Window).Select(i => 2 * Math.PI * i / Window)];
        double[] bell = [.. angles.Select(angle => 0.5 - (0.5 * Math.Cos(angle + (Math.PI / Window))))];
        return ([.. angles.Zip(bell, (angle, height) => height * Math.Cos(frequency * angle))],
            [.. angles.Zip(bell, (angle, height) => height * Math.Sin(frequency * angle))]);
    }

    private static double Squared(double[] window, double[] wave)
    {
        double mean = window.Average(), sum = 0;
        for (int i = 0; i < Window; i++)
            sum += (window[i] - mean) * wave[i];
        return sum * sum;
    }

    private static double[] Extreme(double[] values, int width, int height, Func<double, double, double> choose)
    {
        double[] rows = Line(values, width, height, 1, width), result = Line(rows, height, width, width, 1);
        return result;

        // Along lines of a length, neighbours a stride apart, lines a step apart.
        double[] Line(double[] from, int length, int lines, int stride, int step)
        {
            double[] to = new double[from.Length];
            for (int line = 0; line < lines; line++)
            {
                for (int at = 0; at < length; at++)
                {
                    double best = from[(line * step) + (at * stride)];
                    for (int near = Math.Max(0, at - Reach); near <= Math.Min(length - 1, at + Reach); near++)
                        best = choose(best, from[(line * step) + (near * stride)]);
                    to[(line * step) + (at * stride)] = best;
                }
            }

            return to;
        }
    }

    private static double[] Grey(Picture picture)
    {
        int plane = picture.Width * picture.Height;
        float[] p = picture.Pixels;
        return [.. Enumerable.Range(0, plane).Select(
            i => (0.299 * Cut(p[i])) + (0.587 * Cut(p[i + plane])) + (0.114 * Cut(p[i + (2 * plane)])))];

        static double Cut(float value) => Math.Clamp(value, 0.0, 1.0);
    }
}
