using Impasto.Torch;
using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>What a layer's channels are divided by so that they become equally large.</summary>
/// <remarks>
/// One that hardly fires has no size worth the name: divided by it, its weights would grow with every network that is made of another, until
/// float16 can't hold them. Its kernel becomes as large as the others' instead.
/// </remarks>
internal static class ChannelSizes
{
    private const double Smallest = 1e-12;

    /// <summary>One number a channel, above 0.</summary>
    /// <param name="activations">How large each channel is, C.</param>
    /// <param name="kernel">C x inputs x 3 x 3.</param>
    /// <param name="bias">C.</param>
    /// <param name="leastShare">Which share of the layer's mean a channel needs to count as firing.</param>
    public static Tensor Of(Tensor activations, Tensor kernel, Tensor bias, double leastShare)
    {
        Tensor sizes = activations.AtLeast(Smallest), fires = sizes.gt(sizes.mean().Times(leastShare));
        Tensor norms = cat([kernel.flatten(1), bias.unsqueeze(1)], 1).norm(1).AtLeast(Smallest);
        return where(fires, sizes, norms.div(norms.div(sizes).masked_select(fires).mean()));
    }
}
