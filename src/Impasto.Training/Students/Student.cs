using Impasto.Networks;
using Impasto.Torch.Tensors;
using Impasto.Training.Checkpoints;
using static TorchSharp.torch;

namespace Impasto.Training.Students;

/// <summary>
/// The network in training: its convolutions, and a linear map from each taught layer to the teacher's channels.
/// </summary>
/// <remarks>Takes RGB in 0 to 1; repeats edges at every convolution; pools by the maximum between blocks.</remarks>
internal sealed class Student : IDisposable
{
    /// <summary>The value that is subtracted from every pixel before the first convolution.</summary>
    /// <remarks>
    /// Centred pixels train faster. The exported network takes plain pixels: its first bias contains the centre.
    /// </remarks>
    public const float Centre = 0.45f;

    private readonly Dictionary<LayerName, StudentLayer> _layers = [];
    private readonly TensorChain _chain;

    /// <summary>A student with random weights.</summary>
    /// <param name="architecture">Its widths.</param>
    /// <param name="teacherChannels">Channels of each layer that gets a map.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <param name="device">Where its tensors lie.</param>
    public Student(
        StudentArchitecture architecture, IReadOnlyDictionary<LayerName, int> teacherChannels, int seed, Device device)
    {
        Architecture = architecture;
        TensorDevice = device;
        var random = new RandomWeights(seed, device);
        foreach (ConvolutionShape shape in architecture.Convolutions)
        {
            _layers[shape.Layer] = teacherChannels.TryGetValue(shape.Layer, out int channels)
                ? random.Layer(shape, channels)
                : random.Layer(shape);
        }

        Weights =
        [
            .. _layers.Values.SelectMany(layer => layer.Weights)
                .OrderBy(weight => weight.Name, StringComparer.Ordinal),
        ];
        _chain = new TensorChain([.. _layers.Values.SelectMany(Steps)], PaddingMode.Replicate);
    }

    public StudentArchitecture Architecture { get; }

    /// <summary>Where its tensors lie.</summary>
    public Device TensorDevice { get; }

    /// <summary>All tensors that a training changes, in the order of their names.</summary>
    public IReadOnlyList<TrainedWeight> Weights { get; }

    /// <summary>One layer's tensors.</summary>
    public StudentLayer this[LayerName layer] => _layers[layer];

    /// <summary>The tensors of all layers up to one, in the order of their names.</summary>
    public IEnumerable<TrainedWeight> WeightsUpTo(LayerName last) =>
        Weights.Where(weight => StudentLayers.IsUpTo(weight.Layer, last));

    /// <summary>Features after the ReLU at every layer up to one, B x C x H x W each.</summary>
    /// <param name="pictures">B x 3 x H x W.</param>
    /// <param name="last">The last layer.</param>
    public Dictionary<LayerName, Tensor> Features(Tensor pictures, LayerName last) =>
        _chain.Features(Centred(pictures), [.. _layers.Keys.Where(layer => StudentLayers.IsUpTo(layer, last))]);

    /// <summary>Features after the ReLU at one layer, B x C x H x W.</summary>
    /// <param name="pictures">B x 3 x H x W.</param>
    /// <param name="layer">The layer.</param>
    public Tensor FeaturesAt(Tensor pictures, LayerName layer) => _chain.Features(Centred(pictures), [layer])[layer];

    /// <summary>The input of a layer's convolution, not padded.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="pictures">B x 3 x H x W.</param>
    public Tensor Input(LayerName layer, Tensor pictures) => _chain.Before(Centred(pictures), layer);

    /// <summary>Visits all weights.</summary>
    public void Exchange(StateExchange state)
    {
        foreach (TrainedWeight weight in Weights)
            state.Visit(weight.Name, weight.Value);
    }

    private static Tensor Centred(Tensor pictures) => ChannelsLast.Of(pictures.Plus(-Centre));

    private static IEnumerable<ChainStep> Steps(StudentLayer layer)
    {
        if (StudentLayers.PoolsInput(layer.Name))
            yield return new ChainPooling();
        yield return new ChainLayer(layer.Name, layer.Kernel, layer.Bias);
    }

    public void Dispose()
    {
        foreach (StudentLayer layer in _layers.Values)
            layer.Dispose();
    }
}
