using Impasto.Networks;
using Impasto.Tiles;

namespace Impasto.Objectives;

/// <summary>A region's weights at one layer: m = T^2 with the guide T scaled to the layer and eroded by its receptive field.</summary>
/// <remarks>
/// A feature near a region's edge sees across it. The guide is shrunk by the receptive field's reach less three positions, and
/// averaged over the pixels of each position. Source: Gatys, Ecker, Bethge, Hertzmann and Shechtman, 2017, section 4, and their
/// code, whose guides 'inside' are grown again by three positions. Differs from the paper: where that leaves too little of a
/// region, the guide is not shrunk; and where even that is less than a few positions, the region has no weights there.
/// </remarks>
internal static class LayerGuide
{
    private const int GrownPositions = 3;

    // Moments of fewer positions say nothing about a texture.
    private const double FewestPositions = 4;
    private const double LeastShare = 0.25;

    /// <summary>Weights for a layer, floor(H/s) x floor(W/s); null where the region is too small for it.</summary>
    /// <param name="guide">T at the picture's size, height x width, 0 to 1.</param>
    /// <param name="size">Columns and rows of the picture.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="network">Tells how far the layer sees.</param>
    public static float[]? Of(float[] guide, (int Width, int Height) size, LayerName layer, Network network)
    {
        int reach = ReceptiveField.Radius(network, layer) - (GrownPositions * layer.Stride);
        float[] whole = Squared(guide, size, layer.Stride);
        float[] inner = reach > 0 ? Squared(Eroded(guide, size, reach), size, layer.Stride) : whole;
        double all = Sum(whole), inside = Sum(inner);
        return inside >= Math.Max(FewestPositions, LeastShare * all) ? inner : all >= FewestPositions ? whole : null;
    }

    private static float[] Squared(float[] guide, (int Width, int Height) size, int stride)
    {
        int columns = size.Width / stride, rows = size.Height / stride;
        float[] result = new float[rows * columns];
        for (int i = 0; i < result.Length; i++)
        {
            int start = (i / columns * stride * size.Width) + (i % columns * stride);
            float sum = 0;
            for (int y = 0; y < stride; y++)
            {
                for (int x = 0; x < stride; x++)
                    sum += guide[start + (y * size.Width) + x];
            }

            float mean = sum / (stride * stride);
            result[i] = mean * mean;
        }

        return result;
    }

    // The least value within that many pixels each way; beyond the picture's edge nothing counts.
    private static float[] Eroded(float[] guide, (int Width, int Height) size, int reach)
    {
        float[] across = new float[guide.Length], result = new float[guide.Length];
        Least(guide, across, (size.Height, size.Width), (size.Width, 1), reach);
        Least(across, result, (size.Width, size.Height), (1, size.Width), reach);
        return result;
    }

    private static void Least(float[] source, float[] target, (int Lines, int Length) size, (int Line, int Step) stride, int reach) =>
        Parallel.For(0, size.Lines, line =>
        {
            int start = line * stride.Line;
            for (int i = 0; i < size.Length; i++)
            {
                float least = 1;
                int last = Math.Min(size.Length - 1, i + reach);
                for (int k = Math.Max(0, i - reach); k <= last; k++)
                    least = Math.Min(least, source[start + (k * stride.Step)]);
                target[start + (i * stride.Step)] = least;
            }
        });

    private static double Sum(float[] values) => values.Sum(value => (double)value);
}
