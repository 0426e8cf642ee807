using Impasto.Networks;
using Impasto.Torch;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Impasto.Training;

/// <summary>The 16 times smaller encoder of Collaborative Distillation, in the place of VGG-19's deep layers.</summary>
/// <remarks>
/// Wang et al., CVPR 2020. Its auxiliary 1 x 1 maps give VGG-19's relu1_1 to relu5_1 with channels normalised to mean
/// activation 1. They were trained as linear maps, but come nearer to VGG-19's features with a ReLU: a mapped layer has
/// both, first with the ReLU and then without, so that a student serves either reading. Where a layer has no map its own
/// features are taken. Differs from the paper: edges are replicated, as the student's are, instead of reflected.
/// </remarks>
internal sealed class AuxiliaryTeacher : ITeacher
{
    private readonly IReadOnlyDictionary<string, Tensor> _weights;

    /// <summary>Takes the tensors conv0, conv11 to conv51 and convNM_aux, and owns them.</summary>
    public AuxiliaryTeacher(IReadOnlyDictionary<string, Tensor> weights, IReadOnlyList<LayerName> layers)
    {
        _weights = weights;
        Channels = layers.ToDictionary(
            layer => layer,
            layer => HasMap(layer) ? 2 * (int)Weight(layer, "_aux").shape[0] : (int)Weight(layer).shape[0]);
    }

    public IReadOnlyDictionary<LayerName, int> Channels { get; }

    public int VggChannels(LayerName layer) => HasMap(layer) ? Channels[layer] / 2 : Channels[layer];

    public Dictionary<LayerName, Tensor> Features(Tensor pictures, LayerName until)
    {
        var found = new Dictionary<LayerName, Tensor>();
        LayerName[] reached = [.. Channels.Keys.Where(layer => layer <= until)];
        if (reached.Length == 0)
            return found;
        foreach ((LayerName layer, Tensor features) in Layers(pictures, reached.Max()))
        {
            if (Channels.ContainsKey(layer))
                found[layer] = HasMap(layer) ? Mapped(features, layer) : features;
        }

        return found;
    }

    public IReadOnlyList<TeacherConvolution> Convolutions(LayerName layer, Tensor pictures)
    {
        LayerName[] names = [.. StudentArchitecture.Layers];
        int index = Array.IndexOf(names, layer);
        Tensor input = index == 0
            ? Whitened(pictures)
            : Pooled(Layers(pictures, names[index - 1]).Last().Features, names[index - 1], layer);
        return [new TeacherConvolution(input, Weight(layer), _weights[$"{Key(layer)}.bias"])];
    }

    private IEnumerable<(LayerName Layer, Tensor Features)> Layers(Tensor pictures, LayerName deepest)
    {
        Tensor current = Whitened(pictures);
        LayerName previous = default;
        foreach (LayerName layer in StudentArchitecture.Layers)
        {
            current = Pooled(current, previous, layer);
            current = Convolve(pad(current, [1, 1, 1, 1], PaddingModes.Replicate), Key(layer)).relu_();
            previous = layer;
            yield return (layer, current);
            if (layer == deepest)
                yield break;
        }
    }

    // A linear map of the colours, which the encoder has in the place of a normalisation.
    private Tensor Whitened(Tensor pictures) =>
        ChannelsLast.Mapped(ChannelsLast.Of(pictures), _weights["conv0.weight"].flatten(1), _weights["conv0.bias"]);

    private Tensor Mapped(Tensor features, LayerName layer)
    {
        Tensor linear = ChannelsLast.Mapped(features, Weight(layer, "_aux").flatten(1), _weights[$"{Key(layer)}_aux.bias"]);
        return cat([linear.relu(), linear], 1);
    }

    private static Tensor Pooled(Tensor features, LayerName previous, LayerName next) =>
        previous.Block is 0 || previous.Block == next.Block ? features : max_pool2d(features, [2, 2], [2, 2]);

    private bool HasMap(LayerName layer) => _weights.ContainsKey($"{Key(layer)}_aux.weight");

    private Tensor Weight(LayerName layer, string part = "") => _weights[$"{Key(layer)}{part}.weight"];

    private Tensor Convolve(Tensor source, string key) =>
        conv2d(source, _weights[$"{key}.weight"], _weights[$"{key}.bias"]);

    private static string Key(LayerName layer) => $"conv{layer.Block}{layer.Index}";

    public void Dispose()
    {
        foreach (Tensor tensor in _weights.Values)
            tensor.Dispose();
    }
}
