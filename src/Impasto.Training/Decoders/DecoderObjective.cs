using Impasto.Networks;
using Impasto.Torch.Tensors;
using static TorchSharp.torch;

namespace Impasto.Training.Decoders;

/// <summary>The default recipe's losses of a decoder's pictures, as the compact network sees them.</summary>
/// <param name="options">The weights.</param>
/// <param name="network">The compact network.</param>
/// <param name="chain">Its layers on libtorch.</param>
internal sealed class DecoderObjective(DecoderOptions options, Network network, TensorChain chain)
{
    private const double VariationWeight = 6;
    private const double RangeWeight = 1000;
    private const double IdentityPixels = 30;

    private static readonly LayerName[] Identities =
        [VggLayers.Of(1, 1), VggLayers.Of(2, 1), VggLayers.Of(3, 1), VggLayers.Of(4, 1)];

    private readonly StyleDistances _styles = new(network, StyleLoss.Wasserstein);

    /// <summary>Features of all layers that a decoder or a loss needs.</summary>
    /// <param name="pictures">B x 3 x H x W.</param>
    public Dictionary<LayerName, Tensor> Features(Tensor pictures)
    {
        Dictionary<LayerName, Tensor> features = chain.Features(
            ChannelsLast.Of(pictures),
            [.. StudentLayers.Styles, StudentLayers.Content, DecoderLayers.Fine, DecoderLayers.Deep]);
        features[DecoderLayers.Colors] = DecoderLayers.ColorsOf(pictures);
        return features;
    }

    /// <summary>Judges pictures.</summary>
    /// <param name="made">The stylised pictures, then the unchanged ones, B x 3 x H x W.</param>
    /// <param name="contents">The photographs' features at conv4_2, one for each stylised picture.</param>
    /// <param name="styles">Moments that the stylised pictures should have.</param>
    /// <param name="originals">What the unchanged pictures were; null if there are none.</param>
    /// <param name="kept">Their features, and perhaps those of more pictures.</param>
    public DecoderLoss Evaluate(
        Tensor made,
        Tensor contents,
        IReadOnlyDictionary<LayerName, (Tensor Mean, Tensor Gram)> styles,
        Tensor? originals,
        IReadOnlyDictionary<LayerName, Tensor> kept)
    {
        long count = contents.shape[0];
        Dictionary<LayerName, Tensor> features = Features(made);
        Tensor content = Relative(features[StudentLayers.Content].narrow(0, 0, count), contents);
        (double[] losses, Tensor slope) = _styles.Evaluate(
            StudentLayers.Styles.ToDictionary(
                layer => layer, layer => FeatureMap.Moments(features[layer].narrow(0, 0, count))),
            styles);
        Tensor pixels = Pixels(made);
        Tensor identity = originals is null
            ? zeros([], device: made.device)
            : Identity(made.narrow(0, count, originals.shape[0]), features, originals, kept);
        Tensor sum = content.Times(options.ContentWeight).Plus(slope, options.StyleWeight / count)
            .Plus(pixels).Plus(identity);
        float[] values = [.. stack([content, pixels, identity]).detach().cpu().data<float>()];
        return new DecoderLoss(values[0], losses.Average(), values[1], values[2], sum);
    }

    // The unchanged pictures are the last ones.
    private static Tensor Identity(
        Tensor unchanged,
        Dictionary<LayerName, Tensor> features,
        Tensor originals,
        IReadOnlyDictionary<LayerName, Tensor> kept)
    {
        long others = originals.shape[0];
        Tensor identity = (unchanged - originals).Squared().mean().Times(IdentityPixels);
        foreach (LayerName layer in Identities)
        {
            Tensor found = features[layer], wanted = kept[layer].narrow(0, 0, others);
            identity = identity.Plus(
                Relative(found.narrow(0, found.shape[0] - others, others), wanted), 1.0 / Identities.Length);
        }

        return identity;
    }

    private static Tensor Pixels(Tensor made)
    {
        Tensor excess = made - made.Within(0, 1);
        Tensor down = made.narrow(2, 1, made.shape[2] - 1) - made.narrow(2, 0, made.shape[2] - 1);
        Tensor right = made.narrow(3, 1, made.shape[3] - 1) - made.narrow(3, 0, made.shape[3] - 1);
        return down.Squared().mean().Plus(right.Squared().mean()).Times(VariationWeight)
            .Plus(excess.Squared().mean(), RangeWeight);
    }

    // |F - P|^2 / |P|^2 of each picture, mean over the pictures.
    private static Tensor Relative(Tensor found, Tensor wanted) =>
        ((found - wanted).Squared().sum([1, 2, 3]) / wanted.Squared().sum([1, 2, 3]).AtLeast(1e-6)).mean();
}
