using Impasto.Networks;
using Impasto.Training.Decoders;
using static TorchSharp.torch;

namespace Impasto.Training.Learning;

/// <summary>Photographs of a step, their maps to one painting, and the loss of what a decoder makes of them.</summary>
internal sealed class LearningScene
{
    private readonly DecoderObjective _objective;
    private readonly PaintingTargets _targets;
    private readonly Dictionary<LayerName, Tensor> _features;
    private readonly long _count;
    private readonly long _own;

    /// <summary>Measures the pictures.</summary>
    /// <param name="objective">Gives features and losses.</param>
    /// <param name="targets">The painting.</param>
    /// <param name="contents">Photographs, B x 3 x H x W.</param>
    /// <param name="own">
    /// How many of them, from the first, are mapped by their own moments; the others by held ones.
    /// </param>
    public LearningScene(DecoderObjective objective, PaintingTargets targets, Tensor contents, long own)
    {
        (_objective, _targets) = (objective, targets);
        (_count, _own) = (contents.shape[0], own);
        using IDisposable frozen = no_grad();
        _features = objective.Features(contents);
    }

    /// <summary>Runs a decoder and judges its pictures.</summary>
    public DecoderLoss Judge(Decoder decoder) => _objective.Evaluate(
        decoder.Run(Mapped()),
        _features[StudentLayers.Content],
        StudentLayers.Styles.ToDictionary(layer => layer, layer => _targets.Of(layer, _count)),
        originals: null,
        _features);

    private DecoderInput Mapped()
    {
        using IDisposable frozen = no_grad();
        return DecoderInput.Of(
            Mapped(DecoderLayers.Deep), Mapped(DecoderLayers.Fine), Mapped(DecoderLayers.Colors));
    }

    private Tensor Mapped(LayerName layer)
    {
        Tensor features = _features[layer];
        (Tensor mean, Tensor gram) = FeatureMap.Moments(features);
        (Tensor heldMean, Tensor heldGram) = _targets.Held(layer, _count - _own);
        return FeatureMap.Apply(
            features,
            (cat([mean.narrow(0, 0, _own), heldMean], 0), cat([gram.narrow(0, 0, _own), heldGram], 0)),
            _targets.Of(layer, _count));
    }
}
