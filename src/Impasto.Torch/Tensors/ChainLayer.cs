using Impasto.Networks;
using static TorchSharp.torch;

namespace Impasto.Torch.Tensors;

/// <summary>A convolution of a <see cref="TensorChain"/>, usually with a ReLU after it.</summary>
/// <remarks>The tensors stay the caller's: a chain neither copies nor disposes them.</remarks>
public sealed class ChainLayer : ChainStep
{
    /// <summary>Wraps a layer's weights.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="kernel">Outputs x inputs x k x k, k odd.</param>
    /// <param name="bias">One value an output.</param>
    public ChainLayer(LayerName name, Tensor kernel, Tensor bias)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(bias);
        Name = name;
        Kernel = kernel;
        Bias = bias;
        Channels = (int)kernel.shape[0];
    }

    /// <summary>The layer's name.</summary>
    public LayerName Name { get; }

    /// <summary>Weights, outputs x inputs x k x k.</summary>
    public Tensor Kernel { get; }

    /// <summary>Biases, one an output.</summary>
    public Tensor Bias { get; }

    /// <summary>True if a ReLU follows; the layer's features are those after it. Default true.</summary>
    public bool Rectifies { get; init; } = true;

    /// <summary>
    /// Channels of the features that callers see, the first of the kernel's outputs; the others only fill memory
    /// blocks.
    /// Default: all outputs.
    /// </summary>
    public int Channels { get; init; }
}
