using Impasto.Threads;

namespace Impasto.Imaging;

/// <summary>Changes the size of pictures.</summary>
public static class Resampler
{
    // Pillow's fixed point for 8 bits: 32 bits less 8 for the value and 2 for overshoot.
    private const int FixedPointBits = 32 - 8 - 2;

    // A pixel of less opacity shows less than half a level of 8 bits: the quotient of two sums would be noise.
    private const float LeastAlpha = 1 / 510f;

    /// <summary>Resizes in floating point, colours weighted by alpha: hidden colours influence nothing.</summary>
    /// <remarks>
    /// With the filter's weights w and alpha a, c' = sum(w a c) / sum(w a), within 0 to 1. Pixels that become invisible
    /// continue visible colours.
    /// </remarks>
    /// <param name="source">The picture; not changed.</param>
    /// <param name="width">Columns wanted, at least 1.</param>
    /// <param name="height">Rows wanted, at least 1.</param>
    /// <param name="filter">Interpolation. Default: bicubic.</param>
    public static Picture Resize(
        Picture source, int width, int height, ResampleFilter filter = ResampleFilter.Bicubic) =>
        Resize(source, width, height, filter, null);

    /// <summary>The same on a team's threads; null for the caller's only.</summary>
    internal static Picture Resize(Picture source, int width, int height, ResampleFilter filter, WorkerTeam? team)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Width == width && source.Height == height)
            return source;
        PictureSize size = new(width, height);
        if (!source.IsTransparent)
        {
            float[] pixels = Resize(source.Pixels, source.Size, size, filter, team);
            return new Picture(width, height, pixels, source.Alpha is null ? null : Opaque(size));
        }

        float[] alpha = Resize(source.Alpha!, source.Size, size, filter, team);
        float[] weighted = Resize(Weighted(source), source.Size, size, filter, team);
        for (int i = 0; i < weighted.Length; i++)
        {
            float opacity = alpha[i % alpha.Length];
            weighted[i] = opacity < LeastAlpha ? 0 : Math.Clamp(weighted[i] / opacity, 0, 1);
        }

        return new Picture(width, height, weighted, Visible(alpha)).WithoutHiddenColors();
    }

    private static float[] Opaque(PictureSize size)
    {
        float[] alpha = new float[size.Pixels];
        alpha.AsSpan().Fill(1);
        return alpha;
    }

    // Colours times alpha.
    private static float[] Weighted(Picture source)
    {
        float[] alpha = source.Alpha!, pixels = new float[source.Pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = alpha[i % alpha.Length] is var opacity and > 0 ? source.Pixels[i] * opacity : 0;
        return pixels;
    }

    private static float[] Visible(float[] alpha) => [.. alpha.Select(value =>
        value < LeastAlpha ? 0 : Math.Min(value, 1))];

    /// <summary>Resizes planes in floating point.</summary>
    /// <param name="source">One plane or more after each other, planes x height x width; not changed.</param>
    /// <param name="from">Its columns and rows.</param>
    /// <param name="to">Columns and rows wanted, each at least 1.</param>
    /// <param name="filter">Interpolation.</param>
    /// <returns>As many planes at the new size.</returns>
    /// <exception cref="ArgumentException">
    /// The source does not hold whole planes, or a size is out of range.
    /// </exception>
    public static float[] Resize(float[] source, PictureSize from, PictureSize to, ResampleFilter filter) =>
        Resize(source, from, to, filter, null);

    private static float[] Resize(
        float[] source, PictureSize from, PictureSize to, ResampleFilter filter, WorkerTeam? team)
    {
        ArgumentNullException.ThrowIfNull(source);
        RequireSize(from, nameof(from));
        RequireSize(to, nameof(to));
        if (source.Length % from.Pixels != 0)
            throw new ArgumentException($"Expected planes of {from}, got {source.Length} values.", nameof(source));
        float[] target = new float[source.Length / from.Pixels * to.Pixels];
        PixelResampler.Resize(source, from, target, to, filter, team);
        return target;
    }

    private static void RequireSize(PictureSize size, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size.Width, 1, name);
        ArgumentOutOfRangeException.ThrowIfLessThan(size.Height, 1, name);
    }

    /// <summary>Resizes as Pillow resizes a picture of 8 bits with its bilinear filter, to the last bit.</summary>
    /// <remarks>
    /// Values are first rounded to 8 bits. Rows are resized before columns, with weights of 22 fractional bits and
    /// rounding to 8 bits after each. torchvision's Resize does this to a PIL image. Colours of a transparent picture
    /// are multiplied by alpha before, and divided by it after; pixels that become invisible continue visible colours.
    /// </remarks>
    /// <param name="source">The picture; not changed.</param>
    /// <param name="width">Columns wanted, at least 1.</param>
    /// <param name="height">Rows wanted, at least 1.</param>
    public static Picture ResizeAsPillow(Picture source, int width, int height) =>
        ResizeAsPillow(source, width, height, null);

    /// <summary>The same on a team's threads; null for the caller's only.</summary>
    internal static Picture ResizeAsPillow(Picture source, int width, int height, WorkerTeam? team)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        PictureSize size = new(width, height);
        float[]? alpha = source.Alpha is null ? null : InBytes(source.Alpha, source.Size, size, team);
        if (!source.IsTransparent)
            return new Picture(width, height, InBytes(source.Pixels, source.Size, size, team), alpha);
        float[] weighted = InBytes(Weighted(source), source.Size, size, team);
        for (int i = 0; i < weighted.Length; i++)
        {
            // Whole numbers, rounded down as Pillow does.
            float opacity = alpha![i % alpha.Length];
            weighted[i] = opacity > 0 ? Math.Min(255, MathF.Floor((weighted[i] * 255 / opacity) + 1e-3f)) / 255 : 0;
        }

        return new Picture(width, height, weighted, alpha).WithoutHiddenColors();
    }

    private static float[] InBytes(float[] source, PictureSize from, PictureSize to, WorkerTeam? team)
    {
        int planes = (int)(source.Length / from.Pixels), width = to.Width, height = to.Height;
        byte[] bytes = new byte[source.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = ToByte(source[i]);
        if (from.Width != width)
        {
            (int[] starts, int[][] weights) = FixedPoint(from.Width, width);
            byte[] narrow = bytes;
            bytes = Each(team, planes * from.Height, width, (row, column) =>
                Sum(narrow.AsSpan((row * from.Width) + starts[column]), weights[column], 1));
        }

        if (from.Height != height)
        {
            (int[] starts, int[][] weights) = FixedPoint(from.Height, height);
            byte[] wide = bytes;
            bytes = Each(team, planes * height, width, (line, column) =>
            {
                int row = line % height, start = ((line / height * from.Height) + starts[row]) * width;
                return Sum(wide.AsSpan(start + column), weights[row], width);
            });
        }

        float[] target = new float[bytes.Length];
        for (int i = 0; i < target.Length; i++)
            target[i] = bytes[i] / 255f;
        return target;
    }

    private static byte ToByte(float value) => (byte)MathF.Round(Math.Clamp(value, 0, 1) * 255);

    private static byte[] Each(WorkerTeam? team, int rows, int columns, Func<int, int, byte> value)
    {
        byte[] target = new byte[(long)rows * columns];
        WorkerTeam.For(team, rows, row =>
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
