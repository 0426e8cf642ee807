using System.Buffers;
using System.Numerics;
using Impasto.Storage;
using Impasto.Threads;

namespace Impasto.Imaging;

/// <summary>Changes the size of planes in buffers, one band of rows after the other.</summary>
internal static class PixelResampler
{
    // Output pixels of a band. Input rows at the border of two bands are read twice; in large bands they are few.
    private const int BandPixels = 1 << 18;

    /// <summary>Resizes as many planes as there are.</summary>
    /// <param name="source">Planes x height x width.</param>
    /// <param name="from">Its size.</param>
    /// <param name="target">Receives planes x height x width.</param>
    /// <param name="to">Its size.</param>
    /// <param name="filter">Interpolation. Default: bicubic.</param>
    /// <param name="team">Threads that share the rows; null for the caller's only.</param>
    public static void Resize(
        PixelBuffer source,
        PictureSize from,
        PixelBuffer target,
        PictureSize to,
        ResampleFilter filter = ResampleFilter.Bicubic,
        WorkerTeam? team = null)
    {
        var rows = ResampleWeights.Compute(from.Height, to.Height, filter);
        var columns = ResampleWeights.Compute(from.Width, to.Width, filter);
        Resize(source, from, target, to, new Axes(rows, columns), team);
    }

    /// <summary>Resizes planes whose opposite edges meet, bicubically.</summary>
    /// <inheritdoc cref="Resize(PixelBuffer, PictureSize, PixelBuffer, PictureSize, ResampleFilter, WorkerTeam?)"/>
    public static void ResizeWrapped(
        PixelBuffer source, PictureSize from, PixelBuffer target, PictureSize to, WorkerTeam? team = null)
    {
        const ResampleFilter Filter = ResampleFilter.Bicubic;
        int across = ResampleWeights.Rim(from.Width, to.Width, Filter);
        int down = ResampleWeights.Rim(from.Height, to.Height, Filter);
        var rimmed = new PictureSize(from.Width + (2 * across), from.Height + (2 * down));
        long planes = source.Length / from.Pixels;
        float[] values = new float[planes * rimmed.Pixels], line = new float[from.Width];
        for (long plane = 0; plane < planes; plane++)
        {
            for (int y = 0; y < rimmed.Height; y++)
            {
                source.Read(((plane * from.Height) + Around(y - down, from.Height)) * from.Width, line);
                Span<float> row = values.AsSpan((int)(((plane * rimmed.Height) + y) * rimmed.Width), rimmed.Width);
                for (int x = 0; x < row.Length; x++)
                    row[x] = line[Around(x - across, from.Width)];
            }
        }

        var rows = ResampleWeights.Compute(from.Height, to.Height, Filter, down);
        var columns = ResampleWeights.Compute(from.Width, to.Width, Filter, across);
        Resize(values, rimmed, target, to, new Axes(rows, columns), team);

        static int Around(int at, int length) => ((at % length) + length) % length;
    }

    private static void Resize(
        PixelBuffer source, PictureSize from, PixelBuffer target, PictureSize to, Axes axes, WorkerTeam? team)
    {
        (ResampleWeights rows, ResampleWeights columns) = axes;
        long planes = source.Length / from.Pixels;
        int band = Math.Clamp(BandPixels / Math.Max(from.Width, to.Width), 1, to.Height);
        for (long plane = 0; plane < planes; plane++)
        {
            for (int top = 0; top < to.Height; top += band)
            {
                int count = Math.Min(band, to.Height - top);
                int first = rows.Starts[top], last = top + count - 1;
                int end = Math.Min(from.Height, rows.Starts[last] + rows.Weights[last].Length);
                float[] seen = ArrayPool<float>.Shared.Rent((end - first) * from.Width);
                float[] wide = ArrayPool<float>.Shared.Rent((end - first) * to.Width);
                float[] result = ArrayPool<float>.Shared.Rent(count * to.Width);
                source.Read(((plane * from.Height) + first) * from.Width, seen.AsSpan(0, (end - first) * from.Width));
                Horizontally(team, seen, wide, columns, new RowSpan(end - first, from.Width, to.Width));
                Vertically(team, wide, result, rows, new Band(top, count, first, to.Width));
                target.Write(((plane * to.Height) + top) * to.Width, result.AsSpan(0, count * to.Width));
                ArrayPool<float>.Shared.Return(seen);
                ArrayPool<float>.Shared.Return(wide);
                ArrayPool<float>.Shared.Return(result);
            }
        }
    }

    private static void Horizontally(
        WorkerTeam? team, float[] source, float[] target, ResampleWeights columns, RowSpan size) =>
        WorkerTeam.For(team, size.Count, row =>
        {
            ReadOnlySpan<float> line = source.AsSpan(row * size.From, size.From);
            Span<float> wide = target.AsSpan(row * size.To, size.To);
            for (int column = 0; column < size.To; column++)
                wide[column] = Single(line[columns.Starts[column]..], columns.Weights[column], 1);
        });

    private static void Vertically(
        WorkerTeam? team, float[] wide, float[] result, ResampleWeights rows, Band band) =>
        WorkerTeam.For(team, band.Count, row =>
        {
            int start = (rows.Starts[band.Top + row] - band.FirstInput) * band.Width;
            double[] weights = rows.Weights[band.Top + row];
            Span<float> line = result.AsSpan(row * band.Width, band.Width);
            int column = 0;
            for (; column <= band.Width - Vector<float>.Count; column += Vector<float>.Count)
                Sum(wide.AsSpan(start + column), weights, band.Width).CopyTo(line[column..]);
            for (; column < band.Width; column++)
                line[column] = Single(wide.AsSpan(start + column), weights, band.Width);
        });

    // Sums of neighbouring columns, each the same to the bit as by itself.
    private static Vector<float> Sum(ReadOnlySpan<float> values, double[] weights, int stride)
    {
        Vector<double> low = Vector<double>.Zero, high = Vector<double>.Zero;
        for (int k = 0; k < weights.Length; k++)
        {
            Vector.Widen(
                new Vector<float>(values[(k * stride)..]), out Vector<double> first, out Vector<double> second);
            var weight = new Vector<double>(weights[k]);
            low += weight * first;
            high += weight * second;
        }

        return Vector.Narrow(low, high);
    }

    private static float Single(ReadOnlySpan<float> values, double[] weights, int stride)
    {
        double sum = 0;
        for (int k = 0; k < weights.Length; k++)
            sum += weights[k] * values[k * stride];
        return (float)sum;
    }

    /// <summary>The weights of both axes.</summary>
    private readonly record struct Axes(ResampleWeights Rows, ResampleWeights Columns);

    /// <summary>Some rows, and their width before and after.</summary>
    private readonly record struct RowSpan(int Count, int From, int To);

    /// <summary>Output rows made together.</summary>
    /// <param name="Top">The first of them.</param>
    /// <param name="Count">How many.</param>
    /// <param name="FirstInput">The first input row in memory.</param>
    /// <param name="Width">Columns.</param>
    private readonly record struct Band(int Top, int Count, int FirstInput, int Width);
}
