using System.Buffers;
using Impasto.Storage;

namespace Impasto.Imaging;

/// <summary>Changes the size of planes in buffers, a band of rows after the other.</summary>
internal static class PixelResampler
{
    // Rows that come out together; those that go in twice, at the bands' borders, are few beside them.
    private const int BandPixels = 1 << 18;

    /// <summary>Resizes as many planes as there are.</summary>
    /// <param name="source">Planes x height x width.</param>
    /// <param name="from">Its size.</param>
    /// <param name="target">Receives planes x height x width.</param>
    /// <param name="to">Its size.</param>
    /// <param name="filter">Interpolation. Default: bicubic.</param>
    public static void Resize(
        PixelBuffer source,
        (int Width, int Height) from,
        PixelBuffer target,
        (int Width, int Height) to,
        ResampleFilter filter = ResampleFilter.Bicubic)
    {
        long planes = source.Length / ((long)from.Width * from.Height);
        var rows = ResampleWeights.Compute(from.Height, to.Height, filter);
        var columns = ResampleWeights.Compute(from.Width, to.Width, filter);
        int band = Math.Clamp(BandPixels / Math.Max(from.Width, to.Width), 1, to.Height);
        for (long plane = 0; plane < planes; plane++)
        {
            for (int top = 0; top < to.Height; top += band)
            {
                int count = Math.Min(band, to.Height - top);
                int first = rows.Starts[top], end = Math.Min(from.Height, rows.Starts[top + count - 1] + rows.Weights[top + count - 1].Length);
                float[] seen = ArrayPool<float>.Shared.Rent((end - first) * from.Width), wide = ArrayPool<float>.Shared.Rent((end - first) * to.Width);
                float[] result = ArrayPool<float>.Shared.Rent(count * to.Width);
                source.Read(((plane * from.Height) + first) * from.Width, seen.AsSpan(0, (end - first) * from.Width));
                Horizontally(seen, wide, columns, (end - first, from.Width, to.Width));
                Vertically(wide, result, first, rows, (top, count, to.Width));
                target.Write(((plane * to.Height) + top) * to.Width, result.AsSpan(0, count * to.Width));
                ArrayPool<float>.Shared.Return(seen);
                ArrayPool<float>.Shared.Return(wide);
                ArrayPool<float>.Shared.Return(result);
            }
        }
    }

    private static void Horizontally(float[] source, float[] target, ResampleWeights columns, (int Rows, int From, int To) size) =>
        Parallel.For(0, size.Rows, row =>
        {
            ReadOnlySpan<float> line = source.AsSpan(row * size.From, size.From);
            Span<float> wide = target.AsSpan(row * size.To, size.To);
            for (int column = 0; column < size.To; column++)
                wide[column] = Sum(line[columns.Starts[column]..], columns.Weights[column], 1);
        });

    private static void Vertically(float[] wide, float[] result, int first, ResampleWeights rows, (int Top, int Count, int Width) band) =>
        Parallel.For(0, band.Count, row =>
        {
            int start = (rows.Starts[band.Top + row] - first) * band.Width;
            for (int column = 0; column < band.Width; column++)
                result[(row * band.Width) + column] = Sum(wide.AsSpan(start + column), rows.Weights[band.Top + row], band.Width);
        });

    private static float Sum(ReadOnlySpan<float> values, double[] weights, int stride)
    {
        double sum = 0;
        for (int k = 0; k < weights.Length; k++)
            sum += weights[k] * values[k * stride];
        return (float)sum;
    }
}
