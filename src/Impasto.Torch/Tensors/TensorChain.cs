using Impasto.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Impasto.Torch.Tensors;

/// <summary>Convolutions with ReLUs, and poolings between them, applied to tensors one after the other.</summary>
/// <remarks>
/// libtorch's autograd differentiates the result by whatever requires a gradient: pixels, weights, or both; within
/// <c>torch.no_grad()</c> nothing is kept for that. Results belong to the caller's <see cref="DisposeScope"/>.
/// </remarks>
public sealed class TensorChain
{
    // L2 pooling: the root has no derivative at 0, so a mean square below this counts as this.
    private const double SmallestSquare = 1e-24;

    private readonly PaddingMode _padding;
    private readonly PoolingMode _pooling;

    /// <summary>Puts layers in a row.</summary>
    /// <param name="layers">The layers in order, each taking the features of the one before it; at least one.</param>
    /// <param name="padding">What a convolution sees beyond the edge of its input.</param>
    /// <param name="pooling">How features are pooled. Default: their maximum.</param>
    /// <exception cref="ArgumentException">There is no layer.</exception>
    public TensorChain(
        IReadOnlyList<ChainLayer> layers, PaddingMode padding, PoolingMode pooling = PoolingMode.Max)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Count == 0)
            throw new ArgumentException("Expected at least one layer.", nameof(layers));
        Layers = layers;
        _padding = padding;
        _pooling = pooling;
    }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<ChainLayer> Layers { get; }

    /// <summary>Features after the ReLU at some layers; the chain runs no further than the deepest of them.</summary>
    /// <param name="input">What goes into the first layer, B x C x H x W.</param>
    /// <param name="wanted">Layers of the chain.</param>
    /// <returns>B x channels x height x width for each of these layers.</returns>
    /// <exception cref="ArgumentException">The chain lacks one of the layers.</exception>
    public Dictionary<LayerName, Tensor> Features(Tensor input, IReadOnlyCollection<LayerName> wanted)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(wanted);
        var found = new Dictionary<LayerName, Tensor>();
        if (wanted.Count == 0)
            return found;
        int last = wanted.Max(IndexOf);
        var open = wanted.ToHashSet();
        Tensor current = input;
        for (int i = 0; i <= last; i++)
        {
            ChainLayer layer = Layers[i];
            current = Convolve(i, Pooled(layer, current));
            if (open.Contains(layer.Name))
                found[layer.Name] = Visible(layer, current);
        }

        return found;
    }

    /// <summary>What goes into a layer's convolution: the features before it, pooled where the layer pools them, not padded.</summary>
    /// <param name="input">What goes into the first layer, B x C x H x W.</param>
    /// <param name="layer">A layer of the chain.</param>
    /// <exception cref="ArgumentException">The chain lacks the layer.</exception>
    public Tensor Before(Tensor input, LayerName layer)
    {
        ArgumentNullException.ThrowIfNull(input);
        int index = IndexOf(layer);
        Tensor current = input;
        for (int i = 0; i < index; i++)
            current = Convolve(i, Pooled(Layers[i], current));
        return Pooled(Layers[index], current);
    }

    /// <summary>A layer's features after the ReLU.</summary>
    /// <param name="layer">A layer of the chain.</param>
    /// <param name="input">What goes into its convolution, as <see cref="Before"/> gives it.</param>
    /// <exception cref="ArgumentException">The chain lacks the layer.</exception>
    public Tensor At(LayerName layer, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int index = IndexOf(layer);
        return Visible(Layers[index], Convolve(index, input));
    }

    private int IndexOf(LayerName layer)
    {
        for (int i = 0; i < Layers.Count; i++)
        {
            if (Layers[i].Name == layer)
                return i;
        }

        throw new ArgumentException(
            $"The chain has no {layer}: it has {string.Join(", ", Layers.Select(one => one.Name))}.", nameof(layer));
    }

    // The ReLU works in place: nothing else needs the convolution's own output, the largest tensor of all.
    private Tensor Convolve(int index, Tensor input)
    {
        ChainLayer layer = Layers[index];
        PaddingMode padding = _padding == PaddingMode.ReplicateInput
            ? index == 0 ? PaddingMode.Replicate : PaddingMode.Zero
            : _padding;
        return padding == PaddingMode.Zero
            ? conv2d(input, layer.Kernel, layer.Bias, padding: [1, 1]).relu_()
            : conv2d(Padded(input, padding), layer.Kernel, layer.Bias, padding: [0, 0]).relu_();
    }

    // An axis of one position can't be mirrored: it is repeated.
    private static Tensor Padded(Tensor source, PaddingMode padding)
    {
        PaddingModes rows = Mode(source.shape[2]), columns = Mode(source.shape[3]);
        return rows == columns
            ? pad(source, [1, 1, 1, 1], rows)
            : pad(pad(source, [1, 1, 0, 0], columns), [0, 0, 1, 1], rows);

        PaddingModes Mode(long length) =>
            padding == PaddingMode.Replicate || length < 2 ? PaddingModes.Replicate : PaddingModes.Reflect;
    }

    private Tensor Pooled(ChainLayer layer, Tensor source) => !layer.PoolsInput ? source : _pooling switch
    {
        PoolingMode.Average => avg_pool2d(source, [2, 2], [2, 2]),
        PoolingMode.L2 => avg_pool2d(source.Squared(), [2, 2], [2, 2]).AtLeast(SmallestSquare).sqrt(),
        _ => max_pool2d(source, [2, 2], [2, 2]),
    };

    private static Tensor Visible(ChainLayer layer, Tensor features) =>
        layer.Channels == features.shape[1] ? features : features.narrow(1, 0, layer.Channels);
}
