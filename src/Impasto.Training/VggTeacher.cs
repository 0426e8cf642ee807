using Impasto.Engines;
using Impasto.Networks;
using Impasto.Torch;
using static TorchSharp.torch;
using Device = TorchSharp.torch.Device;

namespace Impasto.Training;

/// <summary>VGG-19 itself, as far as its weights go, in the units of torchvision's.</summary>
/// <remarks>Caffe's weights take pixels 255 x 0.226 times as large, and a ReLU network's activations grow with its pixels.</remarks>
internal sealed class VggTeacher : ITeacher
{
    private readonly LayerStack _layers;
    private readonly LayerName _deepest;
    private readonly LayerName _last;
    private readonly Tensor _order;
    private readonly Tensor _mean;
    private readonly Tensor _deviation;
    private readonly float _scale;
    private readonly double _unit;

    public VggTeacher(Network network, IReadOnlyList<LayerName> layers, Device device)
    {
        Channels = layers.ToDictionary(layer => layer, layer => network[layer].Outputs);
        _deepest = layers.Max();
        _last = network.Convolutions[^1].Layer;
        _layers = new LayerStack(network, new EngineSettings { Padding = PaddingMode.Replicate }, device, ScalarType.Float32);
        InputNormalization normalization = network.Normalization;
        _order = tensor(normalization.Order.Select(channel => (long)channel).ToArray()).to(device).DetachFromDisposeScope();
        _mean = Column(normalization.Mean, device);
        _deviation = Column(normalization.Deviation, device);
        _scale = (float)normalization.Scale;
        _unit = PixelGain(normalization) / PixelGain(InputNormalization.Torchvision);
    }

    public IReadOnlyDictionary<LayerName, int> Channels { get; }

    public int VggChannels(LayerName layer) => Channels[layer];

    public Dictionary<LayerName, Tensor> Features(Tensor pictures) =>
        _layers.Run(Input(pictures), [.. Channels.Keys], _deepest).ToDictionary(pair => pair.Key, pair => pair.Value / _unit);

    public IReadOnlyList<TeacherConvolution> Convolutions(LayerName layer, Tensor pictures)
    {
        if (layer > _last)
            return [];
        (Tensor input, Tensor kernel, Tensor bias) = _layers.Before(Input(pictures), layer);
        return [new TeacherConvolution(input, kernel, bias)];
    }

    private Tensor Input(Tensor pictures) =>
        ChannelsLast.Of(((pictures.index_select(1, _order) * _scale) - _mean) / _deviation);

    private static double PixelGain(InputNormalization normalization) => normalization.Scale / normalization.Deviation.Average();

    private static Tensor Column(IReadOnlyList<double> values, Device device) =>
        tensor(values.Select(value => (float)value).ToArray(), [1, 3, 1, 1]).to(device).DetachFromDisposeScope();

    public void Dispose()
    {
        _layers.Dispose();
        _order.Dispose();
        _mean.Dispose();
        _deviation.Dispose();
    }
}
