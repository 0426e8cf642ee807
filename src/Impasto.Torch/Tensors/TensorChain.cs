using Impasto.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Impasto.Torch.Tensors;

/// <summary>Convolutions, ReLUs and poolings, applied to tensors one after the other.</summary>
/// <remarks>
/// libtorch's autograd differentiates the result by every tensor that requires a gradient: pixels, weights, or both;
/// within <c>torch.no_grad()</c> nothing is kept for that. Results belong to the caller's <see cref="DisposeScope"/>.
/// </remarks>
public sealed class TensorChain
{
    // L2 pooling: the root has no derivative at 0, so a mean square below this counts as this.
    private const double SmallestSquare = 1e-24;

    private readonly IReadOnlyList<ChainStep> _steps;
    private readonly PaddingMode _padding;
    private readonly PoolingMode _pooling;

    /// <summary>Puts steps in a row.</summary>
    /// <param name="steps">The steps in order; the output of each is the input of the next. At least one layer.</param>
    /// <param name="padding">What a convolution sees beyond the edge of its input.</param>
    /// <param name="pooling">How features are pooled. Default: their maximum.</param>
    /// <exception cref="ArgumentException">There is no layer, or two layers have the same name.</exception>
    public TensorChain(IReadOnlyList<ChainStep> steps, PaddingMode padding, PoolingMode pooling = PoolingMode.Max)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Layers = [.. steps.OfType<ChainLayer>()];
        if (Layers.Count == 0)
            throw new ArgumentException("Expected at least one layer.", nameof(steps));
        if (Layers.DistinctBy(layer => layer.Name).Count() < Layers.Count)
            throw new ArgumentException("Two layers have the same name.", nameof(steps));
        _steps = steps;
        _padding = padding;
        _pooling = pooling;
    }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<ChainLayer> Layers { get; }

    /// <summary>Features of some layers; the chain runs no further than the last of them.</summary>
    /// <param name="input">The input of the first step, B x C x H x W.</param>
    /// <param name="wanted">Layers of the chain.</param>
    /// <returns>B x channels x height x width for each of these layers.</returns>
    /// <exception cref="ArgumentException">The chain lacks one of the layers.</exception>
    public Dictionary<LayerName, Tensor> Features(Tensor input, IReadOnlyCollection<LayerName> wanted)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(wanted);
        var found = new Dictionary<LayerName, Tensor>();
        HashSet<ChainLayer> open = [.. wanted.Select(Find)];
        Tensor current = input;
        foreach (ChainStep step in _steps)
        {
            if (found.Count == open.Count)
                break;
            current = Apply(step, current);
            if (step is ChainLayer layer && open.Contains(layer))
                found[layer.Name] = Visible(layer, current);
        }

        return found;
    }

    /// <summary>The input of a layer's convolution, not padded.</summary>
    /// <param name="input">The input of the first step, B x C x H x W.</param>
    /// <param name="layer">A layer of the chain.</param>
    /// <exception cref="ArgumentException">The chain lacks the layer.</exception>
    public Tensor Before(Tensor input, LayerName layer)
    {
        ArgumentNullException.ThrowIfNull(input);
        ChainLayer last = Find(layer);
        Tensor current = input;
        foreach (ChainStep step in _steps.TakeWhile(step => step != last))
            current = Apply(step, current);
        return current;
    }

    /// <summary>A layer's features.</summary>
    /// <param name="layer">A layer of the chain.</param>
    /// <param name="input">The input of its convolution, as <see cref="Before"/> gives it.</param>
    /// <exception cref="ArgumentException">The chain lacks the layer.</exception>
    public Tensor At(LayerName layer, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ChainLayer found = Find(layer);
        return Visible(found, Convolve(found, input));
    }

    private ChainLayer Find(LayerName name) => Layers.FirstOrDefault(layer => layer.Name == name)
        ?? throw new ArgumentException(
            $"The chain has no {name}: it has {string.Join(", ", Layers.Select(layer => layer.Name))}.", nameof(name));

    private Tensor Apply(ChainStep step, Tensor source) => step switch
    {
        ChainLayer layer => Convolve(layer, source),
        ChainPooling => Pool(source),
        _ => source.relu(),
    };

    // The ReLU works in place: nothing else needs the convolution's own output, the largest tensor of all.
    private Tensor Convolve(ChainLayer layer, Tensor input)
    {
        long rim = layer.Kernel.shape[^1] / 2;
        PaddingMode padding = _padding == PaddingMode.ReplicateInput
            ? layer == Layers[0] ? PaddingMode.Replicate : PaddingMode.Zero
            : _padding;
        Tensor result = padding == PaddingMode.Zero || rim == 0
            ? conv2d(input, layer.Kernel, layer.Bias, padding: [rim, rim])
            : conv2d(Padded(input, rim, padding), layer.Kernel, layer.Bias, padding: [0, 0]);
        return layer.Rectifies ? result.relu_() : result;
    }

    // An axis that is too short to be mirrored is repeated.
    private static Tensor Padded(Tensor source, long rim, PaddingMode padding)
    {
        PaddingModes rows = Mode(source.shape[2]), columns = Mode(source.shape[3]);
        return rows == columns
            ? pad(source, [rim, rim, rim, rim], rows)
            : pad(pad(source, [rim, rim, 0, 0], columns), [0, 0, rim, rim], rows);

        PaddingModes Mode(long length) => padding switch
        {
            PaddingMode.Wrap => PaddingModes.Circular,
            PaddingMode.Reflect when length > rim => PaddingModes.Reflect,
            _ => PaddingModes.Replicate,
        };
    }

    private Tensor Pool(Tensor source) => _pooling switch
    {
        PoolingMode.Average => avg_pool2d(source, [2, 2], [2, 2]),
        PoolingMode.L2 => avg_pool2d(source.Squared(), [2, 2], [2, 2]).AtLeast(SmallestSquare).sqrt(),
        _ => max_pool2d(source, [2, 2], [2, 2]),
    };

    private static Tensor Visible(ChainLayer layer, Tensor features) =>
        layer.Channels == features.shape[1] ? features : features.narrow(1, 0, layer.Channels);
}
