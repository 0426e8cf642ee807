using Impasto.Networks;
using Impasto.Text;

namespace Impasto;

/// <summary>
/// The units of losses and weights. Published recipes use different units, and their numbers are valid only in their
/// own.
/// </summary>
/// <remarks>
/// A convention is a record of choices; each loss reads its own. F are C x M features of the picture, P those of the
/// content, G and A the Gram matrices of picture and style divided by their numbers of positions M and M_s, w_l a
/// layer's weight.
/// </remarks>
public sealed record LossConvention
{
    private LossConvention(string name) => Name = name;

    /// <summary>
    /// Distances relative to their targets, so that the same weights look alike at every size and with every network.
    /// Style: sum w_l |G - A|^2 / |A|^2 / sum w_l. Content: sum w_l |F - P|^2 / |P|^2 / sum w_l. Total variation: mean
    /// of squared differences of neighbours. Pixels are optimised as RGB in 0 to 1.
    /// </summary>
    public static LossConvention Relative { get; } = new("relative");

    /// <summary>
    /// The PyTorch notebook. Style: sum w_l mean((M G - M_s A)^2) / (C M). Content: sum w_l mean((F - P)^2).
    /// Total variation: mean of squared differences. Pixels are optimised in the network's input scale.
    /// </summary>
    public static LossConvention Notebook { get; } = new("notebook")
    {
        Pixels = PixelScaleMode.NetworkInput,
        StyleScale = StyleScaleMode.PositionSums,
        ContentScale = ContentScaleMode.Mean,
        CountsShares = false,
    };

    /// <summary>
    /// neural-style-pt. Style: sum w_l mean((G - A)^2) / C^2. Content: sum w_l mean((F - P)^2). Total variation: sum of
    /// absolute differences. Pixels are optimised in the network's input scale. Weights count in the units of Caffe's
    /// features: with another network they are multiplied by what its features are smaller.
    /// </summary>
    public static LossConvention NeuralStyle { get; } = new("neural-style")
    {
        Pixels = PixelScaleMode.NetworkInput,
        StyleScale = StyleScaleMode.ChannelPairs,
        ContentScale = ContentScaleMode.Mean,
        Variation = VariationMode.Magnitudes,
        CountsShares = false,
        CountsCaffe = true,
    };

    /// <summary>
    /// crowsonkb/style-transfer-pytorch. Style: sum w_l W2^2 / C / sum w_l with the Wasserstein-2 distance of the
    /// Gaussians, 1e-4 added to every variance. Content: sum w_l mean((F - P)^2) / sum w_l. Total variation: squared
    /// differences of all eight neighbours, 2/3 of their mean beside and below, 1/6 on the diagonals. Pixels are
    /// optimised as RGB in 0 to 1.
    /// </summary>
    public static LossConvention Crowsonkb { get; } = new("crowsonkb")
    {
        StyleScale = StyleScaleMode.Channels,
        ContentScale = ContentScaleMode.Mean,
        Variation = VariationMode.SquaresWithDiagonals,
    };

    /// <summary>Every convention.</summary>
    public static IReadOnlyList<LossConvention> All { get; } = [Relative, Notebook, NeuralStyle, Crowsonkb];

    internal static NamedChoices<LossConvention> Choices { get; } = new(All, convention => convention.Name);

    /// <summary>The name as an option's value: relative, notebook, neural-style, crowsonkb.</summary>
    public string Name { get; }

    /// <summary>The scale in which pixels are optimised.</summary>
    public PixelScaleMode Pixels { get; private init; } = PixelScaleMode.Rgb;

    /// <summary>The divisor of a style loss.</summary>
    public StyleScaleMode StyleScale { get; private init; } = StyleScaleMode.Relative;

    /// <summary>The divisor of a content loss.</summary>
    public ContentScaleMode ContentScale { get; private init; } = ContentScaleMode.Relative;

    /// <summary>The kind of total variation.</summary>
    public VariationMode Variation { get; private init; } = VariationMode.Squares;

    /// <summary>Whether a layer's weight is divided by the sum of all weights.</summary>
    public bool CountsShares { get; private init; } = true;

    /// <summary>Whether weights are meant for the features of Caffe's VGG-19, which are larger than others.</summary>
    internal bool CountsCaffe { get; private init; }

    /// <summary>What the forms keep to where nothing else is asked for.</summary>
    internal ContentMode UsualContent => this == Relative ? ContentMode.Both : ContentMode.Photo;

    /// <summary>How styles are compared where nothing else is asked for.</summary>
    internal StyleLoss UsualStyleLoss =>
        StyleLoss.Wasserstein.Scales.Contains(StyleScale) ? StyleLoss.Wasserstein : StyleLoss.Gram;

    /// <summary>Each layer's weight in this convention.</summary>
    internal IReadOnlyDictionary<LayerName, double> WeightsOf(LayerWeights layers)
    {
        double share = CountsShares ? 1 / layers.Sum : 1;
        return layers.ToDictionary(pair => pair.Key, pair => pair.Value * share);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
