using Impasto.Torch.Tensors;
using static TorchSharp.torch;

namespace Impasto.Training.Students;

/// <summary>Divisors of a layer's channels that make all channels equally large.</summary>
/// <remarks>
/// A channel that hardly fires is not divided by its tiny activation: its weights would grow each time a network is
/// made from another one, until float16 overflows. It is divided so that its kernel becomes as large as the others'.
/// </remarks>
internal static class ChannelSizes
{
    private const double Smallest = 1e-12;

    /// <summary>One number a channel, above 0.</summary>
    /// <param name="activations">How large each channel is, C.</param>
    /// <param name="kernel">C x inputs x 3 x 3.</param>
    /// <param name="bias">C.</param>
    /// <param name="leastShare">Share of the layer's mean above which a channel counts as firing.</param>
    public static Tensor Of(Tensor activations, Tensor kernel, Tensor bias, double leastShare)
    {
        Tensor sizes = activations.AtLeast(Smallest), fires = sizes.gt(sizes.mean().Times(leastShare));
        Tensor norms = cat([kernel.flatten(1), bias.unsqueeze(1)], 1).norm(1).AtLeast(Smallest);
        return where(fires, sizes, norms.div(norms.div(sizes).masked_select(fires).mean()));
    }
}
