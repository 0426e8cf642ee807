namespace Impasto.Imaging;

/// <summary>How much each pixel of a picture belongs to a region, 0 (not at all) to 1 (completely).</summary>
public sealed class Mask
{
    // Three box filters approximate a Gaussian. Source: Wells, "Efficient synthesis of Gaussian filters", 1986.
    private const int Boxes = 3;

    // Distance in RGB, sqrt 3 at most. Regions are drawn in colours far apart; JPEG and soft edges shift them by less.
    private const double NearestColor = 0.4;

    // 1 of 255, and a little for rounding.
    private const float DarkestWhite = 1.01f / 255;

    /// <summary>Wraps weights that the caller hands over; they are not copied.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="values">Weights, height x width, each 0 to 1.</param>
    /// <exception cref="ArgumentException">
    /// The number of weights does not match the size, or one is outside 0 to 1.
    /// </exception>
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

    /// <summary>
    /// A mask from a black-and-white picture: white is 1, black is 0, transparent is 0. In a picture of the values 0
    /// and 1 of 255 (or of 65535) only, 1 is white.
    /// </summary>
    /// <param name="picture">The picture; greys give weights between, and colours count by their brightness.</param>
    public static Mask OfBrightness(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        float[] values = picture.Luminance();
        for (int i = 0; i < values.Length; i++)
            values[i] = Math.Clamp(values[i] * (picture.Alpha?[i] ?? 1), 0, 1);
        Stretch(values);
        return new Mask(picture.Width, picture.Height, values);
    }

    // Programs for segmentation write 0 and 1, which are both black in a picture of 8 or 16 bits: 1 means white there.
    private static void Stretch(float[] values)
    {
        float one = values.Max();
        if (one is <= 0 or > DarkestWhite || Array.Exists(values, value => value != 0 && value != one))
            return;
        for (int i = 0; i < values.Length; i++)
            values[i] = values[i] > 0 ? 1 : 0;
    }

    /// <summary>A mask of the pixels of a map whose colour is, or is nearest to, that of a region.</summary>
    /// <param name="map">A picture whose colours name regions.</param>
    /// <param name="color">The region's colour.</param>
    /// <param name="others">
    /// Colours of the map's other regions. Pixels far from every colour, and transparent ones, belong to no region.
    /// </param>
    public static Mask OfColor(Picture map, PictureColor color, params IReadOnlyList<PictureColor> others)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(others);
        int plane = map.Width * map.Height;
        float[] values = new float[plane];
        for (int i = 0; i < plane; i++)
        {
            PictureColor pixel = new(map.Pixels[i], map.Pixels[plane + i], map.Pixels[(2 * plane) + i]);
            double own = Distance(pixel, color);
            bool isRegion = own <= NearestColor && others.All(other => other == color || own <= Distance(pixel, other));
            values[i] = isRegion ? Math.Clamp(map.Alpha?[i] ?? 1, 0, 1) : 0;
        }

        return new Mask(map.Width, map.Height, values);
    }

    private static double Distance(PictureColor left, PictureColor right)
    {
        float red = left.Red - right.Red, green = left.Green - right.Green, blue = left.Blue - right.Blue;
        return Math.Sqrt((red * red) + (green * green) + (blue * blue));
    }

    /// <summary>The complementary mask: 1 - weight.</summary>
    public Mask Complement() => new(Width, Height, [.. Values.Select(value => 1 - value)]);

    /// <summary>The mask at another size.</summary>
    /// <param name="width">Columns wanted, at least 1.</param>
    /// <param name="height">Rows wanted, at least 1.</param>
    public Mask Resize(int width, int height)
    {
        if ((width, height) == (Width, Height))
            return this;
        float[] values = Resampler.Resize(
            Values, new PictureSize(Width, Height), new PictureSize(width, height), ResampleFilter.Bilinear);
        for (int i = 0; i < values.Length; i++)
            values[i] = Math.Clamp(values[i], 0, 1);
        return new Mask(width, height, values);
    }

    /// <summary>The mask with soft edges: blurred nearly as by a Gaussian.</summary>
    /// <param name="deviation">Standard deviation of the blur in pixels; below about 0.5 nothing changes.</param>
    public Mask Feather(double deviation)
    {
        int radius = (int)Math.Round((Math.Sqrt((12 * deviation * deviation / Boxes) + 1) - 1) / 2);
        if (radius < 1)
            return this;
        float[] values = [.. Values], other = new float[values.Length];
        for (int box = 0; box < Boxes; box++)
        {
            Blur(values, other, new Lines(Height, Width, Start: Width, Step: 1), radius);
            Blur(other, values, new Lines(Width, Height, Start: 1, Step: Width), radius);
        }

        return new Mask(Width, Height, values);
    }

    // A running mean along each line; the first and the last value continue beyond the ends.
    private static void Blur(float[] source, float[] target, Lines lines, int radius)
    {
        for (int line = 0; line < lines.Count; line++)
        {
            int start = line * lines.Start;
            double sum = 0;
            for (int i = -radius; i <= radius; i++)
                sum += At(i);
            for (int i = 0; i < lines.Length; i++)
            {
                target[start + (i * lines.Step)] = (float)Math.Clamp(sum / ((2 * radius) + 1), 0, 1);
                sum += At(i + radius + 1) - At(i - radius);
            }

            double At(int i) => source[start + (Math.Clamp(i, 0, lines.Length - 1) * lines.Step)];
        }
    }

    /// <summary>The rows or the columns of a mask.</summary>
    /// <param name="Count">Number of lines.</param>
    /// <param name="Length">Values in a line.</param>
    /// <param name="Start">Distance from the start of a line to that of the next.</param>
    /// <param name="Step">Distance from one value of a line to the next.</param>
    private readonly record struct Lines(int Count, int Length, int Start, int Step);
}
