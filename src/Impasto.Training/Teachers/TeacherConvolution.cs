using Impasto.Networks;
using Impasto.Torch.Tensors;
using static TorchSharp.torch;

namespace Impasto.Training.Teachers;

/// <summary>One of a teacher's convolutions, and what goes into it for some pictures.</summary>
/// <param name="chain">The chain that the convolution belongs to.</param>
/// <param name="layer">The layer that it makes.</param>
/// <param name="first">What goes into the chain's first layer.</param>
internal sealed class TeacherConvolution(TensorChain chain, LayerName layer, Tensor first)
{
    private readonly ChainLayer _link = chain.Layers.First(one => one.Name == layer);

    /// <summary>B x C_in x H x W; beyond its edge the edge is repeated.</summary>
    public Tensor Input { get; } = chain.Before(first, layer);

    /// <summary>C_out x C_in x 3 x 3; stays the teacher's.</summary>
    public Tensor Kernel => _link.Kernel;

    /// <summary>C_out; stays the teacher's.</summary>
    public Tensor Bias => _link.Bias;

    /// <summary>The layer's features after the ReLU, B x C_out x H x W.</summary>
    public Tensor Features() => chain.At(layer, Input);
}
