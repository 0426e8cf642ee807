using Impasto.Engines.Simd.Layout;
using Impasto.Networks;

namespace Impasto.Engines.Simd;

/// <summary>An upper bound of the memory that the engine holds, counted as its passes count it.</summary>
internal static class SimdMemory
{
    // The longest chunk of a pass, with room for the rows that complete its last group.
    private const int LongestChunk = 144;
    private const int Products = 64;

    // Sums of moments in double precision for all groups of positions and panels.
    private const int MomentCopies = 5;

    /// <summary>Bytes after a step of that size.</summary>
    /// <param name="network">The network.</param>
    /// <param name="settings">Pooling and padding, given.</param>
    /// <param name="lanes">Channels in a register.</param>
    /// <param name="threads">Threads with scratch memory of their own.</param>
    /// <param name="step">The picture's size and the request.</param>
    public static long Bytes(
        Network network, EngineSettings settings, int lanes, int threads,
        (int Width, int Height, FeatureRequest Request) step)
    {
        var plan = new StepPlan(network, lanes, settings, step.Width, step.Height, step.Request);
        List<Convolution> layers = [.. network.Convolutions.Take(plan.Shapes.Count)];
        int directions = step.Request.KeepForBackward ? 2 : 1;
        long weights = layers.Sum(layer => directions * Weights(layer, lanes));
        long widest = layers.Max(layer => SegmentPlan.Stride(Math.Max(layer.Inputs, layer.Outputs), lanes));
        long scratch = (Products + 3) * ((LongestChunk * widest) + lanes) * sizeof(float)
            + (4L * Products * lanes * sizeof(float));
        long moments = MomentCopies * (widest + 8) * (widest + (2 * lanes)) * sizeof(double);
        long taps = step.Request.Regions.Count * (widest + 1) * widest * sizeof(float);
        return plan.Length + weights + (threads * scratch) + moments + taps;
    }

    private static long Weights(Convolution layer, int lanes)
    {
        long inputs = SegmentPlan.Stride(layer.Inputs, lanes), outputs = SegmentPlan.Stride(layer.Outputs, lanes);
        long products = LayerAlgorithm.IsWide(layer) ? 36 : Products;
        return products * inputs * outputs * sizeof(float);
    }
}
