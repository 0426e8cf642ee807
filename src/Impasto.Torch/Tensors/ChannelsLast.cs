using static TorchSharp.torch;

namespace Impasto.Torch.Tensors;

/// <summary>Lays out tensors so that the channels of a position are neighbours in memory.</summary>
/// <remarks>libtorch pools such tensors twenty times faster on the CPU.</remarks>
public static class ChannelsLast
{
    /// <summary>
    /// The same B x C x H x W values with the channels last in memory; convolutions and poolings keep that layout.
    /// </summary>
    /// <param name="source">B x C x H x W.</param>
    public static Tensor Of(Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
    }

    /// <summary>Replaces the channels z of every position by A z + b, as a 1 x 1 convolution does.</summary>
    /// <remarks>
    /// Computed as a product of matrices: libtorch 2.10's own 1 x 1 convolution of such tensors gave wrong values on
    /// two threads if 16 did not divide the number of outputs (64 to 43 channels: the last 11 were another channel's).
    /// </remarks>
    /// <param name="features">B x C x H x W, the channels last in memory.</param>
    /// <param name="matrix">A, K x C.</param>
    /// <param name="shift">b, K values; null for none.</param>
    /// <returns>B x K x H x W, the channels last in memory.</returns>
    public static Tensor Mapped(Tensor features, Tensor matrix, Tensor? shift = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        return nn.functional.linear(features.permute(0, 2, 3, 1), matrix, shift).permute(0, 3, 1, 2);
    }

    /// <summary>The values as (B H W) x C: a view if the channels are last in memory, a copy if not.</summary>
    /// <param name="features">B x C x H x W.</param>
    public static Tensor Positions(Tensor features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return features.permute(0, 2, 3, 1).reshape(-1, features.shape[1]);
    }
}
