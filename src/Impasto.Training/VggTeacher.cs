using Impasto.Engines;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Torch;
using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>VGG-19 itself, as far as its weights go, in the units of torchvision's.</summary>
/// <remarks>
/// Caffe's weights take pixels 255 x 0.226 times as large, and a ReLU network's activations grow with its pixels. On the
/// processor its features come from the engine in plain C#, which is several times faster than libtorch.
/// </remarks>
internal sealed class VggTeacher : ITeacher
{
    private static readonly EngineSettings Settings = new() { Padding = PaddingMode.Replicate };

    private readonly LayerStack _layers;
    private readonly IEngine? _engine;
    private readonly LayerName _last;
    private readonly Tensor _order;
    private readonly Tensor _mean;
    private readonly Tensor _deviation;
    private readonly float _scale;
    private readonly double _unit;

    public VggTeacher(Network network, IReadOnlyList<LayerName> layers, TorchDevice device)
    {
        Channels = layers.ToDictionary(layer => layer, layer => network[layer].Outputs);
        _last = network.Convolutions[^1].Layer;
        _layers = new LayerStack(network, Settings, device.Tensors, ScalarType.Float32);
        if (device.Tensors.type == TorchSharp.DeviceType.CPU)
            _engine = new CpuDevice(device.Threads).Open(network, Settings);
        InputNormalization normalization = network.Normalization;
        _order = tensor(normalization.Order.Select(channel => (long)channel).ToArray()).to(device.Tensors).DetachFromDisposeScope();
        _mean = Column(normalization.Mean, device.Tensors);
        _deviation = Column(normalization.Deviation, device.Tensors);
        _scale = (float)normalization.Scale;
        _unit = PixelGain(normalization) / PixelGain(InputNormalization.Torchvision);
    }

    public IReadOnlyDictionary<LayerName, int> Channels { get; }

    public int VggChannels(LayerName layer) => Channels[layer];

    public Dictionary<LayerName, Tensor> Features(Tensor pictures, LayerName until)
    {
        LayerName[] layers = [.. Channels.Keys.Where(layer => layer <= until).Order()];
        if (layers.Length == 0)
            return [];
        Tensor input = Input(pictures);
        Dictionary<LayerName, Tensor> found = _engine is null
            ? _layers.Run(input, [.. layers], layers[^1])
            : Run(_engine, input, layers);
        return found.ToDictionary(pair => pair.Key, pair => pair.Value.Over(_unit));
    }

    private static Dictionary<LayerName, Tensor> Run(IEngine engine, Tensor input, LayerName[] layers)
    {
        int height = (int)input.shape[2], width = (int)input.shape[3];
        var request = new FeatureRequest([], layers);
        Features[] each = [.. input.contiguous().data<float>().Chunk(3 * height * width)
            .Select(values => engine.Forward(new NetworkInput(values, width, height), request))];
        return layers.ToDictionary(layer => layer, layer => ChannelsLast.Of(stack(each.Select(one => Whole(one.Maps[layer])))));
    }

    private static Tensor Whole(LayerFeatures map) => tensor(map.Values, [map.Channels, map.Height, map.Width]);

    public IReadOnlyList<TeacherConvolution> Convolutions(LayerName layer, Tensor pictures)
    {
        if (layer > _last)
            return [];
        (Tensor input, Tensor kernel, Tensor bias) = _layers.Before(Input(pictures), layer);
        return [new TeacherConvolution(input, kernel, bias)];
    }

    private Tensor Input(Tensor pictures) =>
        ChannelsLast.Of((pictures.index_select(1, _order).Times(_scale) - _mean) / _deviation);

    private static double PixelGain(InputNormalization normalization) => normalization.Scale / normalization.Deviation.Average();

    private static Tensor Column(IReadOnlyList<double> values, TorchSharp.torch.Device device) =>
        tensor(values.Select(value => (float)value).ToArray(), [1, 3, 1, 1]).to(device).DetachFromDisposeScope();

    public void Dispose()
    {
        _layers.Dispose();
        _engine?.Dispose();
        _order.Dispose();
        _mean.Dispose();
        _deviation.Dispose();
    }
}
