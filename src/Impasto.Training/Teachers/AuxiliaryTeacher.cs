using Impasto.Networks;
using Impasto.Torch.Tensors;
using static TorchSharp.torch;

namespace Impasto.Training.Teachers;

/// <summary>The 16 times smaller encoder of Collaborative Distillation, in place of VGG-19's deep layers.</summary>
/// <remarks>
/// Wang et al., CVPR 2020. Its auxiliary 1 x 1 maps give VGG-19's relu1_1 to relu5_1 with channels normalised to mean
/// activation 1. They were trained as linear maps, but come nearer to VGG-19's features with a ReLU. So a mapped layer
/// gives both, first with the ReLU and then without, and a student serves either reading. A layer without a map gives
/// its own features. Differs from the paper: edges are repeated, as the student's are, instead of mirrored.
/// </remarks>
internal sealed class AuxiliaryTeacher : ITeacher
{
    private readonly IReadOnlyDictionary<string, Tensor> _weights;
    private readonly TensorChain _chain;

    /// <summary>Takes over the encoder's tensors.</summary>
    /// <param name="weights">conv0, conv11 to conv51 and convNM_aux, each with .weight and .bias.</param>
    /// <param name="layers">The layers to give.</param>
    public AuxiliaryTeacher(IReadOnlyDictionary<string, Tensor> weights, IReadOnlyList<LayerName> layers)
    {
        _weights = weights;
        _chain = new TensorChain([.. StudentLayers.All.SelectMany(Steps)], PaddingMode.Replicate);
        Channels = layers.ToDictionary(
            layer => layer,
            layer => HasMap(layer) ? 2 * (int)Weight(layer, "_aux").shape[0] : (int)Weight(layer).shape[0]);
    }

    public IReadOnlyDictionary<LayerName, int> Channels { get; }

    public int VggChannels(LayerName layer) => HasMap(layer) ? Channels[layer] / 2 : Channels[layer];

    public Dictionary<LayerName, Tensor> Features(Tensor pictures, LayerName until)
    {
        LayerName[] reached = [.. Channels.Keys.Where(layer => StudentLayers.IsUpTo(layer, until))];
        return _chain.Features(Whitened(pictures), reached).ToDictionary(
            pair => pair.Key,
            pair => HasMap(pair.Key) ? Mapped(pair.Value, pair.Key) : pair.Value);
    }

    public IReadOnlyList<TeacherConvolution> Convolutions(LayerName layer, Tensor pictures) =>
        [new TeacherConvolution(_chain, layer, Whitened(pictures))];

    // The encoder begins with a linear map of the colours instead of a normalisation.
    private Tensor Whitened(Tensor pictures) =>
        ChannelsLast.Mapped(ChannelsLast.Of(pictures), _weights["conv0.weight"].flatten(1), _weights["conv0.bias"]);

    private Tensor Mapped(Tensor features, LayerName layer)
    {
        Tensor bias = _weights[$"{Key(layer)}_aux.bias"];
        Tensor linear = ChannelsLast.Mapped(features, Weight(layer, "_aux").flatten(1), bias);
        return cat([linear.relu(), linear], 1);
    }

    private IEnumerable<ChainStep> Steps(LayerName layer)
    {
        if (StudentLayers.PoolsInput(layer))
            yield return new ChainPooling();
        yield return new ChainLayer(layer, Weight(layer), _weights[$"{Key(layer)}.bias"]);
    }

    private bool HasMap(LayerName layer) => _weights.ContainsKey($"{Key(layer)}_aux.weight");

    private Tensor Weight(LayerName layer, string part = "") => _weights[$"{Key(layer)}{part}.weight"];

    // conv1_1 is called conv11 in the encoder's file.
    private static string Key(LayerName layer) => layer.ToString().Replace("_", "", StringComparison.Ordinal);

    public void Dispose()
    {
        foreach (Tensor tensor in _weights.Values)
            tensor.Dispose();
    }
}
