using static TorchSharp.torch;

namespace Impasto.Torch;

/// <summary>Lays tensors out with the channels of a position beside each other, which libtorch's pooling is twenty times faster with.</summary>
internal static class ChannelsLast
{
    /// <summary>The same B x C x H x W values; what convolutions and poolings make of them is laid out so as well.</summary>
    public static Tensor Of(Tensor source) => source.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    /// <summary>Every position's channels z as A z + b, as a convolution by 1 x 1 does it.</summary>
    /// <remarks>
    /// A product of matrices: libtorch 2.10's own 1 x 1 convolution of tensors laid out so, on two threads and to a number of channels
    /// that 16 does not divide, gave wrong values in the last of them (64 to 43 channels: the upper 11 were another's).
    /// </remarks>
    /// <param name="features">B x C x H x W, the channels last in memory.</param>
    /// <param name="matrix">A, K x C.</param>
    /// <param name="shift">b, K, or none.</param>
    /// <returns>B x K x H x W, the channels last in memory.</returns>
    public static Tensor Mapped(Tensor features, Tensor matrix, Tensor? shift = null) =>
        nn.functional.linear(features.permute(0, 2, 3, 1), matrix, shift).permute(0, 3, 1, 2);

    /// <summary>The values as (B H W) x C: a view where the channels lie last, else a copy.</summary>
    public static Tensor Positions(Tensor features) => features.permute(0, 2, 3, 1).reshape(-1, features.shape[1]);
}
