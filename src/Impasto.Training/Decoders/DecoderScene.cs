using Impasto.Networks;
using static TorchSharp.torch;

namespace Impasto.Training.Decoders;

/// <summary>Photographs and styles of a step, with what a decoder and its losses need of them.</summary>
internal sealed class DecoderScene
{
    private readonly DecoderObjective _objective;
    private readonly double _share;
    private readonly Dictionary<LayerName, Tensor> _content;
    private readonly Dictionary<LayerName, Tensor> _style;
    private readonly Dictionary<LayerName, (Tensor Mean, Tensor Gram)> _targets;
    private readonly Tensor _styles;

    /// <summary>Measures the pictures.</summary>
    /// <param name="objective">Gives features and losses.</param>
    /// <param name="contents">Photographs, B x 3 x H x W.</param>
    /// <param name="styles">Their styles, B x 3 x H x W.</param>
    /// <param name="share">How much of the next one's moments each style gets, 0 to 1.</param>
    public DecoderScene(DecoderObjective objective, Tensor contents, Tensor styles, double share)
    {
        _objective = objective;
        _share = share;
        _styles = styles;
        Contents = contents;
        using IDisposable frozen = no_grad();
        long count = contents.shape[0];
        Dictionary<LayerName, Tensor> all = objective.Features(cat([contents, styles], 0));
        _content = all.ToDictionary(pair => pair.Key, pair => pair.Value.narrow(0, 0, count));
        _style = all.ToDictionary(pair => pair.Key, pair => pair.Value.narrow(0, count, count));
        _targets = _style.ToDictionary(pair => pair.Key, pair => Mixed(FeatureMap.Moments(pair.Value)));
    }

    /// <summary>The photographs.</summary>
    public Tensor Contents { get; }

    /// <summary>The stylised pictures, and the first half of the styles decoded from their own features.</summary>
    public Tensor Run(Decoder decoder) => decoder.Run(Stylised(_content).And(Of(_style).Part(0, Restored)));

    // One, if there is only one.
    private long Restored => (_styles.shape[0] + 1) / 2;

    /// <summary>The first photograph, moved, with the maps of the first one as it was.</summary>
    public Tensor RunMoved(Decoder decoder, Tensor moved)
    {
        Dictionary<LayerName, Tensor> features;
        using (no_grad())
            features = _objective.Features(moved);
        return decoder.Run(Stylised(features));
    }

    /// <summary>Judges what <see cref="Run"/> made.</summary>
    public DecoderLoss Judge(Tensor made) => _objective.Evaluate(
        made,
        _content[StudentLayers.Content],
        StudentLayers.Styles.ToDictionary(layer => layer, layer => _targets[layer]),
        _styles.narrow(0, 0, Restored),
        _style);

    private static DecoderInput Of(Dictionary<LayerName, Tensor> features) => DecoderInput.Of(
        features[DecoderLayers.Deep], features[DecoderLayers.Fine], features[DecoderLayers.Colors]);

    private DecoderInput Stylised(Dictionary<LayerName, Tensor> features)
    {
        using IDisposable frozen = no_grad();
        return DecoderInput.Of(
            Mapped(DecoderLayers.Deep), Mapped(DecoderLayers.Fine), Mapped(DecoderLayers.Colors));

        Tensor Mapped(LayerName layer)
        {
            long count = features[layer].shape[0];
            (Tensor mean, Tensor gram) = FeatureMap.Moments(_content[layer]);
            (Tensor styleMean, Tensor styleGram) = _targets[layer];
            return FeatureMap.Apply(
                features[layer],
                (mean.narrow(0, 0, count), gram.narrow(0, 0, count)),
                (styleMean.narrow(0, 0, count), styleGram.narrow(0, 0, count)));
        }
    }

    private (Tensor Mean, Tensor Gram) Mixed((Tensor Mean, Tensor Gram) moments) =>
        (Mixed(moments.Mean), Mixed(moments.Gram));

    private Tensor Mixed(Tensor values) => _share == 0 ? values : values.lerp(values.roll(1, 0), _share);
}
