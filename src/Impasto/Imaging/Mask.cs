namespace Impasto.Imaging;

/// <summary>How much each pixel of a picture belongs to a region: 0 not at all, 1 wholly.</summary>
public sealed class Mask
{
    // Three boxes come near a Gaussian bell. Source: Wells, "Efficient synthesis of Gaussian filters", 1986.
    private const int Boxes = 3;

    // The colours of a map are drawn well apart; JPEG and soft edges move them by less than this, of at most sqrt 3.
    private const double NearestColor = 0.4;

    /// <summary>Wraps weights that the caller hands over; they are not copied.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="values">Weights, height x width, each 0 to 1.</param>
    /// <exception cref="ArgumentException">The number of weights does not match the size, or one is outside 0 to 1.</exception>
    public Mask(int width, int height, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentNullException.ThrowIfNull(values);
        if (values.LongLength != (long)width * height)
            throw new ArgumentException($"Expected {height} x {width} weights, got {values.Length}.", nameof(values));
        if (Array.Exists(values, value => value is not (>= 0 and <= 1)))
            throw new ArgumentException("Expected weights of 0 to 1.", nameof(values));
        Width = width;
        Height = height;
        Values = values;
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Weights, Height x Width, 0 to 1.</summary>
    public float[] Values { get; }

    /// <summary>A black-and-white picture as a mask: white is the region; transparent is not.</summary>
    public static Mask OfBrightness(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        float[] values = picture.Luminance();
        for (int i = 0; i < values.Length; i++)
            values[i] = Math.Clamp(values[i] * (picture.Alpha?[i] ?? 1), 0, 1);
        return new Mask(picture.Width, picture.Height, values);
    }

    /// <summary>The pixels of a map of regions that have one colour, or are nearer to it than to any other of those named.</summary>
    /// <param name="map">A picture whose colours name regions.</param>
    /// <param name="color">Red, green and blue of the region, 0 to 1.</param>
    /// <param name="others">Colours of the map's other regions; those far from every colour belong to none.</param>
    public static Mask OfColor(
        Picture map, (float Red, float Green, float Blue) color, params (float Red, float Green, float Blue)[] others)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(others);
        int plane = map.Width * map.Height;
        float[] values = new float[plane];
        for (int i = 0; i < plane; i++)
        {
            double own = Distance(color, i);
            values[i] = own <= NearestColor && others.All(other => other == color || own <= Distance(other, i)) ? 1 : 0;
        }

        return new Mask(map.Width, map.Height, values);

        double Distance((float Red, float Green, float Blue) to, int i)
        {
            float red = map.Pixels[i] - to.Red, green = map.Pixels[plane + i] - to.Green, blue = map.Pixels[(2 * plane) + i] - to.Blue;
            return Math.Sqrt((red * red) + (green * green) + (blue * blue));
        }
    }

    /// <summary>What the mask leaves out.</summary>
    public Mask Complement() => new(Width, Height, [.. Values.Select(value => 1 - value)]);

    /// <summary>The mask at another size.</summary>
    /// <param name="width">Columns wanted, at least 1.</param>
    /// <param name="height">Rows wanted, at least 1.</param>
    public Mask Resize(int width, int height)
    {
        if ((width, height) == (Width, Height))
            return this;
        float[] values = Resampler.Resize(Values, 1, Width, Height, width, height, ResampleFilter.Bilinear);
        for (int i = 0; i < values.Length; i++)
            values[i] = Math.Clamp(values[i], 0, 1);
        return new Mask(width, height, values);
    }

    /// <summary>The mask with its edges softened over about twice that many pixels.</summary>
    /// <param name="deviation">Standard deviation of the softening in pixels; below 0.5 nothing changes.</param>
    public Mask Feather(double deviation)
    {
        int radius = (int)Math.Round((Math.Sqrt((12 * deviation * deviation / Boxes) + 1) - 1) / 2);
        if (radius < 1)
            return this;
        float[] values = [.. Values], other = new float[values.Length];
        for (int box = 0; box < Boxes; box++)
        {
            Blur(values, other, (Height, Width), (Width, 1), radius);
            Blur(other, values, (Width, Height), (1, Width), radius);
        }

        return new Mask(Width, Height, values);
    }

    // A running mean along lines, with the last values repeated beyond the ends.
    private static void Blur(float[] source, float[] target, (int Lines, int Length) size, (int Line, int Step) stride, int radius)
    {
        for (int line = 0; line < size.Lines; line++)
        {
            int start = line * stride.Line;
            double sum = 0;
            for (int i = -radius; i <= radius; i++)
                sum += At(i);
            for (int i = 0; i < size.Length; i++)
            {
                target[start + (i * stride.Step)] = (float)Math.Clamp(sum / ((2 * radius) + 1), 0, 1);
                sum += At(i + radius + 1) - At(i - radius);
            }

            double At(int i) => source[start + (Math.Clamp(i, 0, size.Length - 1) * stride.Step)];
        }
    }
}
