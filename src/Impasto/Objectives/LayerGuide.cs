using Impasto.Networks;

namespace Impasto.Objectives;

/// <summary>
/// A region's weights at one layer: m = T^2 with the guide T scaled to the layer and eroded by its receptive field.
/// </summary>
/// <remarks>
/// The receptive field of a feature near a region's edge crosses it. So the guide is shrunk by the field's radius less
/// three positions, and averaged over the pixels of each position. Source: Gatys, Ecker, Bethge, Hertzmann and
/// Shechtman, 2017, section 4, and their code, whose guides 'inside' are grown again by three positions. Differs from
/// the paper: if that leaves too little of a region, the guide is not shrunk; if even the whole guide covers less than
/// a few positions, the region has no weights at that layer.
/// </remarks>
internal static class LayerGuide
{
    private const int GrownPositions = 3;

    // Moments of fewer positions do not describe a texture.
    private const double FewestPositions = 4;
    private const double LeastShare = 0.25;

    /// <summary>Weights for a layer, floor(H/s) x floor(W/s); null if the region is too small for it.</summary>
    /// <param name="guide">T at the picture's size, height x width, 0 to 1.</param>
    /// <param name="size">Columns and rows of the picture.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="network">Gives the layer's receptive field.</param>
    public static float[]? Of(float[] guide, (int Width, int Height) size, LayerName layer, Network network)
    {
        LayerInfo info = network.Layer(layer);
        return Of(guide, size, info.Stride, info.Radius);
    }

    /// <summary>Weights for positions that far from one another, which see that far beyond their cell.</summary>
    /// <param name="guide">T at the picture's size, height x width, 0 to 1.</param>
    /// <param name="size">Columns and rows of the picture.</param>
    /// <param name="stride">Pixels between neighbouring positions.</param>
    /// <param name="radius">Pixels that a position sees beyond its cell, on each side.</param>
    public static float[]? Of(float[] guide, (int Width, int Height) size, int stride, int radius)
    {
        int reach = radius - (GrownPositions * stride);
        float[] whole = Squared(guide, size, stride);
        float[] inner = reach > 0 ? Squared(Eroded(guide, size, reach), size, stride) : whole;
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

    // The minimum within that many pixels in each direction; positions beyond the picture's edge are ignored.
    private static float[] Eroded(float[] guide, (int Width, int Height) size, int reach)
    {
        float[] across = new float[guide.Length], result = new float[guide.Length];
        for (int y = 0; y < size.Height; y++)
            Least(guide.AsSpan(y * size.Width), across.AsSpan(y * size.Width), (size.Width, 1), reach);
        for (int x = 0; x < size.Width; x++)
            Least(across.AsSpan(x), result.AsSpan(x), (size.Height, size.Width), reach);
        return result;
    }

    // Three comparisons a value, whatever the reach. A window is as long as a block and crosses at most one border
    // between blocks: its minimum is that of one block's end and the next block's start. Source: van Herk, 1992.
    private static void Least(ReadOnlySpan<float> source, Span<float> target, (int Length, int Step) line, int reach)
    {
        int block = (2 * reach) + 1, padded = line.Length + (2 * reach);
        float[] ahead = new float[padded], behind = new float[padded];
        for (int i = 0; i < padded; i++)
        {
            float value = At(source, i);
            behind[i] = i % block == 0 ? value : Math.Min(behind[i - 1], value);
        }

        for (int i = padded - 1; i >= 0; i--)
        {
            float value = At(source, i);
            ahead[i] = i == padded - 1 || i % block == block - 1 ? value : Math.Min(ahead[i + 1], value);
        }

        for (int i = 0; i < line.Length; i++)
            target[i * line.Step] = Math.Min(ahead[i], behind[i + block - 1]);

        float At(ReadOnlySpan<float> values, int i) =>
            i < reach || i >= reach + line.Length ? 1 : values[(i - reach) * line.Step];
    }

    private static double Sum(float[] values) => values.Sum(value => (double)value);
}
