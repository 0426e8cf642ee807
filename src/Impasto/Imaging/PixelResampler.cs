using System.Buffers;
using Impasto.Storage;

namespace Impasto.Imaging;

/// <summary>Changes the size of pictures in buffers, a band of rows after the other; gives what <see cref="Resampler"/> gives.</summary>
internal static class PixelResampler
{
    // Rows that come out together; those that go in twice, at the bands' borders, are few beside them.
    private const int BandPixels = 1 << 18;

    /// <summary>Resizes three planes with the bicubic filter.</summary>
    /// <param name="source">3 x height x width.</param>
    /// <param name="from">Its size.</param>
    /// <param name="target">Receives 3 x height x width.</param>
    /// <param name="to">Its size.</param>
    public static void Resize(PixelBuffer source, (int Width, int Height) from, PixelBuffer target, (int Width, int Height) to)
    {
        var rows = ResampleWeights.Compute(from.Height, to.Height, ResampleFilter.Bicubic);
        var columns = ResampleWeights.Compute(from.Width, to.Width, ResampleFilter.Bicubic);
        int band = Math.Clamp(BandPixels / Math.Max(from.Width, to.Width), 1, to.Height);
        for (int plane = 0; plane < 3; plane++)
        {
            for (int top = 0; top < to.Height; top += band)
            {
                int count = Math.Min(band, to.Height - top);
                int first = rows.Starts[top], end = Math.Min(from.Height, rows.Starts[top + count - 1] + rows.Weights[top + count - 1].Length);
                float[] seen = ArrayPool<float>.Shared.Rent((end - first) * from.Width), wide = ArrayPool<float>.Shared.Rent((end - first) * to.Width);
                float[] result = ArrayPool<float>.Shared.Rent(count * to.Width);
                source.Read((((long)plane * from.Height) + first) * from.Width, seen.AsSpan(0, (end - first) * from.Width));
                Horizontally(seen, wide, columns, (end - first, from.Width, to.Width));
                Vertically(wide, result, first, rows, (top, count, to.Width));
                target.Write((((long)plane * to.Height) + top) * to.Width, result.AsSpan(0, count * to.Width));
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
                wide[column] = Resampler.Sum(line[columns.Starts[column]..], columns.Weights[column], 1);
        });

    private static void Vertically(float[] wide, float[] result, int first, ResampleWeights rows, (int Top, int Count, int Width) band) =>
        Parallel.For(0, band.Count, row =>
        {
            int start = (rows.Starts[band.Top + row] - first) * band.Width;
            for (int column = 0; column < band.Width; column++)
                result[(row * band.Width) + column] = Resampler.Sum(wide.AsSpan(start + column), rows.Weights[band.Top + row], band.Width);
        });
}
