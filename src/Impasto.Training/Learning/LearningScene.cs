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
    private readonly Tensor? _part;
    private readonly long _count;
    private readonly long _own;

    /// <summary>Measures the pictures.</summary>
    /// <param name="objective">Gives features and losses.</param>
    /// <param name="targets">The painting.</param>
    /// <param name="contents">Photographs, B x 3 x H x W.</param>
    /// <param name="own">
    /// How many of them, from the first, are mapped by their own moments; the others by held ones.
    /// </param>
    /// <param name="part">A part of the painting, which must come out as it was, 1 x 3 x H x W; null for none.</param>
    public LearningScene(
        DecoderObjective objective, PaintingTargets targets, Tensor contents, long own, Tensor? part)
    {
        (_objective, _targets, _part) = (objective, targets, part);
        (_count, _own) = (contents.shape[0], own);
        using IDisposable frozen = no_grad();
        _features = objective.Features(part is null ? contents : cat([contents, part], 0));
    }

    /// <summary>Runs a decoder and judges its pictures.</summary>
    public DecoderLoss Judge(Decoder decoder)
    {
        DecoderInput input = Mapped();
        if (_part is not null)
            input = input.And(DecoderInput.Of(
                Rest(DecoderLayers.Deep), Rest(DecoderLayers.Fine), Rest(DecoderLayers.Colors)));
        return _objective.Evaluate(
            decoder.Run(input),
            First(StudentLayers.Content),
            StudentLayers.Styles.ToDictionary(layer => layer, layer => _targets.Of(layer, _count)),
            _part,
            _features.ToDictionary(pair => pair.Key, pair => Rest(pair.Key)));
    }

    private Tensor First(LayerName layer) => _features[layer].narrow(0, 0, _count);

    private Tensor Rest(LayerName layer) => _features[layer].narrow(0, _count, _features[layer].shape[0] - _count);

    private DecoderInput Mapped()
    {
        using IDisposable frozen = no_grad();
        return DecoderInput.Of(
            Mapped(DecoderLayers.Deep), Mapped(DecoderLayers.Fine), Mapped(DecoderLayers.Colors));
    }

    private Tensor Mapped(LayerName layer)
    {
        Tensor features = First(layer);
        (Tensor mean, Tensor gram) = FeatureMap.Moments(features);
        (Tensor heldMean, Tensor heldGram) = _targets.Held(layer, _count - _own);
        return FeatureMap.Apply(
            features,
            (cat([mean.narrow(0, 0, _own), heldMean], 0), cat([gram.narrow(0, 0, _own), heldGram], 0)),
            _targets.Of(layer, _count));
    }
}
