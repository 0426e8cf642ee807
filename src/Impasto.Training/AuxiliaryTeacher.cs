using Impasto.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Impasto.Training;

/// <summary>The 16 times smaller encoder of Collaborative Distillation, in the place of VGG-19's deep layers.</summary>
/// <remarks>
/// Wang et al., CVPR 2020. Its auxiliary 1 x 1 maps give VGG-19's relu1_1 to relu5_1 with channels normalised to mean
/// activation 1, and are linear as they were trained; where a layer has no map its own features are taken.
/// Differs from the paper: edges are replicated, as the student's are, instead of reflected.
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
            layer => (int)(weights.GetValueOrDefault($"{Key(layer)}_aux.weight") ?? weights[$"{Key(layer)}.weight"]).shape[0]);
    }

    public IReadOnlyDictionary<LayerName, int> Channels { get; }

    public Dictionary<LayerName, Tensor> Features(Tensor pictures)
    {
        var found = new Dictionary<LayerName, Tensor>();
        Tensor current = Convolve(pictures, "conv0");
        LayerName deepest = Channels.Keys.Max();
        foreach ((LayerName layer, _, _) in StudentArchitecture.Compact.Convolutions)
        {
            if (layer.Block > 1 && layer.Index == 1)
                current = max_pool2d(current, [2, 2], [2, 2]);
            current = Convolve(pad(current, [1, 1, 1, 1], PaddingModes.Replicate), Key(layer)).relu_();
            if (Channels.ContainsKey(layer))
                found[layer] = _weights.ContainsKey($"{Key(layer)}_aux.weight") ? Convolve(current, $"{Key(layer)}_aux") : current;
            if (layer == deepest)
                break;
        }

        return found;
    }

    private Tensor Convolve(Tensor source, string key) =>
        conv2d(source, _weights[$"{key}.weight"], _weights[$"{key}.bias"]);

    private static string Key(LayerName layer) => $"conv{layer.Block}{layer.Index}";

    public void Dispose()
    {
        foreach (Tensor tensor in _weights.Values)
            tensor.Dispose();
    }
}
