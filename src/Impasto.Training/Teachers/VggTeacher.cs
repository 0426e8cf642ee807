using Impasto.Engines;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Torch;
using Impasto.Torch.Tensors;
using static TorchSharp.torch;

namespace Impasto.Training.Teachers;

/// <summary>VGG-19 itself, up to the last layer of its file, in the units of torchvision's weights.</summary>
/// <remarks>
/// Caffe's weights take pixels 255 x 0.226 times as large, and a ReLU network's activations grow with its pixels. On
/// the CPU its features come from the engine in plain C#, which is several times faster than libtorch.
/// </remarks>
internal sealed class VggTeacher : ITeacher
{
    private static readonly EngineSettings Settings = new() { Padding = PaddingMode.Replicate };

    private readonly TensorNetwork _tensors;
    private readonly IEngine? _engine;
    private readonly Tensor _order;
    private readonly Tensor _mean;
    private readonly Tensor _deviation;
    private readonly float _scale;
    private readonly double _unit;

    /// <summary>Opens a network.</summary>
    /// <param name="network">VGG-19 or its first layers.</param>
    /// <param name="layers">The layers to give.</param>
    /// <param name="device">Where tensors lie.</param>
    public VggTeacher(Network network, IReadOnlyList<LayerName> layers, TorchDevice device)
    {
        Channels = layers.ToDictionary(layer => layer, layer => network[layer].Outputs);
        _tensors = new TensorNetwork(network, Settings, device.TensorDevice, ScalarType.Float32);
        if (device.TensorDevice.type == TorchSharp.DeviceType.CPU)
            _engine = new CpuDevice(device.Threads).Open(network, Settings);
        InputNormalization normalization = network.Normalization;
        _order = tensor(normalization.Order.Select(channel => (long)channel).ToArray())
            .to(device.TensorDevice)
            .DetachFromDisposeScope();
        _mean = Column(normalization.Mean, device.TensorDevice);
        _deviation = Column(normalization.Deviation, device.TensorDevice);
        _scale = (float)normalization.Scale;
        _unit = PixelGain(normalization) / PixelGain(InputNormalization.Torchvision);
    }

    public IReadOnlyDictionary<LayerName, int> Channels { get; }

    public int VggChannels(LayerName layer) => Channels[layer];

    public Dictionary<LayerName, Tensor> Features(Tensor pictures, LayerName until)
    {
        LayerName[] layers = [.. Channels.Keys.Where(layer => StudentLayers.IsUpTo(layer, until))];
        if (layers.Length == 0)
            return [];
        Tensor input = Input(pictures);
        Dictionary<LayerName, Tensor> found = _engine is null
            ? _tensors.Chain.Features(input, layers)
            : Run(_engine, input, layers);
        return found.ToDictionary(pair => pair.Key, pair => pair.Value.Over(_unit));
    }

    private static Dictionary<LayerName, Tensor> Run(IEngine engine, Tensor input, LayerName[] layers)
    {
        int height = (int)input.shape[2], width = (int)input.shape[3];
        var request = new FeatureRequest([], layers);
        Features[] each = [.. input.contiguous().data<float>().Chunk(3 * height * width)
            .Select(values => engine.Forward(new NetworkInput(values, width, height), request))];
        return layers.ToDictionary(
            layer => layer, layer => ChannelsLast.Of(stack(each.Select(one => Whole(one.Maps[layer])))));
    }

    private static Tensor Whole(LayerFeatures map) => tensor(map.Values, [map.Channels, map.Height, map.Width]);

    public IReadOnlyList<TeacherConvolution> Convolutions(LayerName layer, Tensor pictures)
    {
        bool reached = _tensors.Chain.Layers.Any(one => one.Name == layer);
        return reached ? [new TeacherConvolution(_tensors.Chain, layer, Input(pictures))] : [];
    }

    private Tensor Input(Tensor pictures) =>
        ChannelsLast.Of((pictures.index_select(1, _order).Times(_scale) - _mean) / _deviation);

    private static double PixelGain(InputNormalization normalization) =>
        normalization.Scale / normalization.Deviation.Average();

    private static Tensor Column(IReadOnlyList<double> values, Device device) =>
        tensor(values.Select(value => (float)value).ToArray(), [1, 3, 1, 1]).to(device).DetachFromDisposeScope();

    public void Dispose()
    {
        _tensors.Dispose();
        _engine?.Dispose();
        _order.Dispose();
        _mean.Dispose();
        _deviation.Dispose();
    }
}
