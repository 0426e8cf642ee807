namespace Impasto.Imaging;

/// <summary>A colour picture in memory: three planes of sRGB-encoded values, nominally 0 to 1, and optionally alpha.</summary>
public sealed class Picture
{
    /// <summary>Wraps planes that the caller hands over; they are not copied.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="pixels">Red, green and blue planes after each other, 3 x height x width.</param>
    /// <param name="alpha">Opacity, height x width, 0 transparent to 1 opaque; null where the picture is opaque.</param>
    /// <exception cref="ArgumentException">An array's length does not match the size.</exception>
    public Picture(int width, int height, float[] pixels, float[]? alpha = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.LongLength != 3L * width * height)
            throw new ArgumentException($"Expected 3 x {height} x {width} values, got {pixels.Length}.", nameof(pixels));
        if (alpha is not null && alpha.LongLength != (long)width * height)
            throw new ArgumentException($"Expected {height} x {width} values, got {alpha.Length}.", nameof(alpha));
        Width = width;
        Height = height;
        Pixels = pixels;
        Alpha = alpha;
    }

    /// <summary>Columns and rows.</summary>
    public PictureSize Size => new(Width, Height);

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Red, green and blue planes after each other, 3 x Height x Width, sRGB-encoded; values outside 0 to 1 are clipped when written.</summary>
    public float[] Pixels { get; }

    /// <summary>Opacity, Height x Width, 0 to 1; null where the picture is opaque.</summary>
    public float[]? Alpha { get; }

    /// <summary>Brightness of every pixel, Height x Width: Y = 0.299 R + 0.587 G + 0.114 B, the Y of YIQ and YUV (ITU-R BT.601).</summary>
    public float[] Luminance()
    {
        const float Red = 0.299f, Green = 0.587f, Blue = 0.114f;
        int plane = Width * Height;
        float[] result = new float[plane];
        for (int i = 0; i < plane; i++)
            result[i] = (Red * Pixels[i]) + (Green * Pixels[plane + i]) + (Blue * Pixels[(2 * plane) + i]);
        return result;
    }

    /// <summary>A rectangle of the picture.</summary>
    /// <param name="x">First column, 0 or more.</param>
    /// <param name="y">First row, 0 or more.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle reaches beyond the picture.</exception>
    public Picture Crop(int x, int y, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(x);
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)x + width, Width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)y + height, Height);
        return new Picture(width, height, Cut(Pixels, 3), Alpha is null ? null : Cut(Alpha, 1));

        float[] Cut(float[] planes, int count)
        {
            float[] result = new float[count * width * height];
            for (int line = 0; line < count * height; line++)
            {
                int row = (line / height * Height) + y + (line % height);
                planes.AsSpan((row * Width) + x, width).CopyTo(result.AsSpan(line * width, width));
            }

            return result;
        }
    }
}
