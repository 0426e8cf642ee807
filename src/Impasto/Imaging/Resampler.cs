namespace Impasto.Imaging;

/// <summary>Changes the size of pictures.</summary>
public static class Resampler
{
    // Pillow's fixed point for 8 bits: 32 bits less 8 for the value and 2 for overshoot.
    private const int FixedPointBits = 32 - 8 - 2;

    /// <summary>Resizes in floating point, colours and alpha alike; colours are not weighted by alpha.</summary>
    /// <param name="source">The picture; not changed.</param>
    /// <param name="width">Columns wanted, at least 1.</param>
    /// <param name="height">Rows wanted, at least 1.</param>
    /// <param name="filter">Interpolation. Default: bicubic.</param>
    public static Picture Resize(Picture source, int width, int height, ResampleFilter filter = ResampleFilter.Bicubic)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Width == width && source.Height == height)
            return source;
        float[] pixels = Resize(source.Pixels, 3, source.Width, source.Height, width, height, filter);
        float[]? alpha = source.Alpha is null ? null : Resize(source.Alpha, 1, source.Width, source.Height, width, height, filter);
        return new Picture(width, height, pixels, alpha);
    }

    /// <summary>Resizes planes, planes x height x width, in floating point.</summary>
    public static float[] Resize(
        float[] source, int planes, int sourceWidth, int sourceHeight, int width, int height, ResampleFilter filter)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        float[] target = new float[(long)planes * height * width];
        PixelResampler.Resize(source, (sourceWidth, sourceHeight), target, (width, height), filter);
        return target;
    }

    /// <summary>Resizes as Pillow resizes a picture of 8 bits with its bilinear filter, to the last bit.</summary>
    /// <remarks>
    /// Values are first rounded to 8 bits. Rows are resized before columns, with weights of 22 fractional bits and rounding
    /// to 8 bits after each. torchvision's Resize does this to a PIL image.
    /// </remarks>
    /// <param name="source">The picture; not changed.</param>
    /// <param name="width">Columns wanted, at least 1.</param>
    /// <param name="height">Rows wanted, at least 1.</param>
    public static Picture ResizeAsPillow(Picture source, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        float[] pixels = InBytes(source.Pixels, 3, source.Width, source.Height, width, height);
        float[]? alpha = source.Alpha is null ? null : InBytes(source.Alpha, 1, source.Width, source.Height, width, height);
        return new Picture(width, height, pixels, alpha);
    }

    private static float[] InBytes(float[] source, int planes, int sourceWidth, int sourceHeight, int width, int height)
    {
        byte[] bytes = new byte[source.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = ToByte(source[i]);
        if (sourceWidth != width)
        {
            (int[] starts, int[][] weights) = FixedPoint(sourceWidth, width);
            byte[] narrow = bytes;
            bytes = Each(planes * sourceHeight, width, (row, column) =>
                Sum(narrow.AsSpan((row * sourceWidth) + starts[column]), weights[column], 1));
        }

        if (sourceHeight != height)
        {
            (int[] starts, int[][] weights) = FixedPoint(sourceHeight, height);
            byte[] wide = bytes;
            bytes = Each(planes * height, width, (line, column) =>
            {
                int row = line % height, start = ((line / height * sourceHeight) + starts[row]) * width;
                return Sum(wide.AsSpan(start + column), weights[row], width);
            });
        }

        float[] target = new float[bytes.Length];
        for (int i = 0; i < target.Length; i++)
            target[i] = bytes[i] / 255f;
        return target;
    }

    private static byte ToByte(float value) => (byte)MathF.Round(Math.Clamp(value, 0, 1) * 255);

    private static byte[] Each(int rows, int columns, Func<int, int, byte> value)
    {
        byte[] target = new byte[(long)rows * columns];
        Parallel.For(0, rows, row =>
        {
            for (int column = 0; column < columns; column++)
                target[(row * columns) + column] = value(row, column);
        });
        return target;
    }

    private static byte Sum(ReadOnlySpan<byte> values, int[] weights, int stride)
    {
        int sum = 1 << (FixedPointBits - 1);
        for (int k = 0; k < weights.Length; k++)
            sum += weights[k] * values[k * stride];
        return (byte)Math.Clamp(sum >> FixedPointBits, 0, 255);
    }

    private static (int[] Starts, int[][] Weights) FixedPoint(int input, int output)
    {
        var weights = ResampleWeights.Compute(input, output, ResampleFilter.Bilinear);
        return (weights.Starts, [.. weights.Weights.Select(row =>
            row.Select(weight => (int)((weight < 0 ? -0.5 : 0.5) + (weight * (1 << FixedPointBits)))).ToArray())]);
    }
}
