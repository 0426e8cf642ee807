using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Numerics;
using Impasto.Points;

namespace Impasto.Bench.Quality.Judging;

/// <summary>How differently two pictures resemble themselves: whether what was alike stays alike.</summary>
/// <remarks>
/// Features f of the embedded compact network at conv3_1 and conv4_1, averaged over cells of a grid whose longer side
/// has 32 cells at most, less the picture's mean. With c_ij = 1 - cos(f_i, f_j) and n cells,
/// <code>distance = mean over layers of 1/n^2 sum_ij |n c_ij / sum_i c_ij - n c'_ij / sum_i c'_ij|</code>
/// 0 for the photograph itself, near 0.4 for an unrelated picture. Source: Kolkin, Salavon and Shakhnarovich, "Style
/// transfer by relaxed optimal transport and self-similarity", 2019, equation 7. Differs from the paper: the compact
/// network, and features less their mean, so that a common shift of all does not count.
/// </remarks>
internal sealed class SelfSimilarity : IDisposable
{
    private const int MostCells = 32;
    private const double Smallest = 1e-12;
    private static readonly LayerName[] Layers = [LayerName.Parse("conv3_1"), LayerName.Parse("conv4_1")];

    private readonly IEngine _engine;
    private readonly PixelSpace _space;

    public SelfSimilarity(int threads)
    {
        Network network = NetworkCatalog.Compact().Network;
        _engine = new CpuDevice(threads).Open(network, new EngineSettings());
        _space = new PixelSpace(network.Normalization, PixelScaleMode.NetworkInput);
    }

    /// <summary>The distance of two pictures of the same size.</summary>
    public double Distance(Picture result, Picture photograph)
    {
        double[][] found = Look(result), wanted = Look(photograph);
        return found.Zip(wanted, (mine, theirs) => mine.Zip(theirs, (a, b) => Math.Abs(a - b)).Average()).Average();
    }

    public void Dispose() => _engine.Dispose();

    private double[][] Look(Picture picture)
    {
        var input = new NetworkInput(_space.Encode(picture), picture.Width, picture.Height);
        Features features = _engine.Forward(input, new FeatureRequest([], Layers));
        return [.. Layers.Select(layer => Matrix(Cells(features.Maps[layer])))];
    }

    // Every cell's features, less the mean of all, at length 1.
    private static float[][] Cells(LayerFeatures map)
    {
        int step = Math.Max(1, (int)Math.Ceiling((double)Math.Max(map.Width, map.Height) / MostCells));
        int columns = Math.Max(1, map.Width / step), rows = Math.Max(1, map.Height / step);
        float[][] cells = [.. Enumerable.Range(0, columns * rows).Select(_ => new float[map.Channels])];
        for (int channel = 0; channel < map.Channels; channel++)
        {
            for (int y = 0; y < Math.Min(map.Height, rows * step); y++)
            {
                for (int x = 0; x < Math.Min(map.Width, columns * step); x++)
                {
                    cells[(y / step * columns) + (x / step)][channel] +=
                        map.Values[(((channel * map.Height) + y) * map.Width) + x];
                }
            }

            float mean = cells.Average(cell => cell[channel]);
            foreach (float[] cell in cells)
                cell[channel] -= mean;
        }

        foreach (float[] cell in cells)
            VectorMath.Scale(cell, 1 / Math.Sqrt(VectorMath.Dot(cell, cell) + Smallest), cell);
        return cells;
    }

    private static double[] Matrix(float[][] cells)
    {
        int count = cells.Length;
        double[] matrix = new double[count * count];
        for (int j = 0; j < count; j++)
        {
            Span<double> column = matrix.AsSpan(j * count, count);
            double sum = Smallest;
            for (int i = 0; i < count; i++)
                sum += column[i] = Math.Max(0, 1 - VectorMath.Dot(cells[i], cells[j]));
            for (int i = 0; i < count; i++)
                column[i] *= count / sum;
        }

        return matrix;
    }
}
