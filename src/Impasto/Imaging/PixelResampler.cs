using Impasto.Storage;

namespace Impasto.Imaging;

/// <summary>Changes the size of pictures in buffers, a band of rows after the other; gives what <see cref="Resampler"/> gives.</summary>
internal static class PixelResampler
{
    // Rows that come out together; those that go in twice, at the bands' borders, are few beside them.
    private const int BandPixels = 1 << 21;

    /// <summary>Resizes three planes with the bicubic filter.</summary>
    /// <param name="source">3 x height x width.</param>
    /// <param name="from">Its size.</param>
    /// <param name="target">Receives 3 x height x width.</param>
    /// <param name="to">Its size.</param>
    public static void Resize(PixelBuffer source, (int Width, int Height) from, PixelBuffer target, (int Width, int Height) to)
    {
        var rows = ResampleWeights.Compute(from.Height, to.Height, ResampleFilter.Bicubic);
        int band = Math.Clamp(BandPixels / Math.Max(from.Width, to.Width), 1, to.Height);
        for (int plane = 0; plane < 3; plane++)
        {
            for (int top = 0; top < to.Height; top += band)
            {
                int count = Math.Min(band, to.Height - top);
                int first = rows.Starts[top], end = Math.Min(from.Height, rows.Starts[top + count - 1] + rows.Weights[top + count - 1].Length);
                float[] seen = new float[(end - first) * from.Width];
                source.Read((((long)plane * from.Height) + first) * from.Width, seen);
                float[] wide = Resampler.Horizontally(seen, end - first, from.Width, to.Width, ResampleFilter.Bicubic);
                float[] result = from.Height == to.Height ? wide : Vertically(wide, first, rows, (top, count, to.Width));
                target.Write((((long)plane * to.Height) + top) * to.Width, result);
            }
        }
    }

    private static float[] Vertically(float[] wide, int first, ResampleWeights rows, (int Top, int Count, int Width) band)
    {
        float[] result = new float[band.Count * band.Width];
        Parallel.For(0, band.Count, row =>
        {
            int start = (rows.Starts[band.Top + row] - first) * band.Width;
            for (int column = 0; column < band.Width; column++)
                result[(row * band.Width) + column] = Resampler.Sum(wide.AsSpan(start + column), rows.Weights[band.Top + row], band.Width);
        });
        return result;
    }
}
