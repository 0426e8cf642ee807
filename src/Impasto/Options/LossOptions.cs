using Impasto.Losses;
using Impasto.Networks;
using Impasto.Text;

namespace Impasto;

/// <summary>What the losses compare, at which layers, and their weights.</summary>
public sealed record LossOptions
{
    /// <summary>The strength that keeps the style weight.</summary>
    internal const double MiddleStrength = 50;

    // Steps of the last scale for each step that may be a split one.
    private const int MostSplit = 3;

    private readonly StyleLoss? _styleLoss;
    private readonly ContentMode? _content;

    internal static IReadOnlyList<OptionEntry<LossOptions>> Entries { get; } =
    [
        OptionEntries.Number<LossOptions>(
            new("strength", "Strength of the painting",
                "How much of the painting comes in: 50 keeps the preset's style weight; +25 multiplies it by 10, "
                    + "-25 divides it by 10."),
            (0, 100), o => o.Strength, (o, v) => o with { Strength = v }),
        OptionEntries.Number<LossOptions>(
            new("content-weight", "Hold on to the photograph", "Weight of the content loss."),
            (0, 1e12), o => o.ContentWeight, (o, v) => o with { ContentWeight = v }),
        OptionEntries.Number<LossOptions>(
            new("style-weight", "Hold on to the painting", "Weight of the style loss."),
            (0, 1e12), o => o.StyleWeight, (o, v) => o with { StyleWeight = v }),
        OptionEntries.Number<LossOptions>(
            new("tv-weight", "Smoothness", "Weight of the total variation: more makes the picture smoother."),
            (0, 1e12), o => o.TvWeight, (o, v) => o with { TvWeight = v }),
        OptionEntries.Number<LossOptions>(
            new("range-weight", "Keep bright and dark parts in range",
                "Penalty on values outside 0 to 1, which are clipped in the file. Ignored by convention notebook and "
                    + "neural-style."),
            (0, 1e12), o => o.RangeWeight, (o, v) => o with { RangeWeight = v }),
        OptionEntries.Choice<LossOptions, ContentMode>(
            new("content-target", "What the forms follow",
                "What the forms keep to: the photograph's features, at each place the painting's that are most like "
                    + "them, or both. In short: --content match, except in batch."),
            o => o.Content, (o, v) => o with { Content = v }),
        OptionEntries.Number<LossOptions>(
            new("photo-share", "Share of the photograph in the forms",
                "With content-target both: the share of the photograph's features; the rest is the painting's."),
            (0, 1), o => o.PhotoShare, (o, v) => o with { PhotoShare = v }),
        LayersEntry(
            new("content-layers", "Details kept from the photograph",
                "Layers at which the photograph's features are kept, with weights."),
            o => o.ContentLayers, (o, v) => o with { ContentLayers = v }),
        LayersEntry(
            new("match-layers", "Details matched in the painting",
                "Layers at which the painting's features that match the photograph's are kept to."),
            o => o.MatchLayers, (o, v) => o with { MatchLayers = v }),
        OptionEntries.Number<LossOptions>(
            new("match-variety", "Use more parts of the painting",
                "How much parts of the painting that are like everything give way to others when matches are "
                    + "looked for."),
            (0, 1), o => o.MatchVariety, (o, v) => o with { MatchVariety = v }),
        OptionEntries.Number<LossOptions>(
            new("match-detail", "Start from the painting's own detail",
                "How much of the painting's fine detail, laid where it matches, each larger scale starts with; what "
                    + "the painting has there counts as smooth for tv-weight."),
            (0, 1), o => o.MatchDetail, (o, v) => o with { MatchDetail = v }),
        OptionEntries.Integer<LossOptions>(
            new("split-steps", "Last steps, each detail matched anew",
                "The last scale's last steps, in which each of the split-layers is matched anew by itself; at most a "
                    + "third of the scale's steps. 0 for none."),
            (0, 1_000_000), o => o.SplitSteps, (o, v) => o with { SplitSteps = v }),
        LayersEntry(
            new("split-layers", "Details matched anew",
                "Layers that are matched by themselves in the last scale's last steps."),
            o => o.SplitLayers, (o, v) => o with { SplitLayers = v }),
        LayersEntry(
            new("style-layers", "Details taken from the painting",
                "Layers at which the style is taken, with weights: conv1_1=1,conv2_1=0.75."),
            o => o.StyleLayers, (o, v) => o with { StyleLayers = v }),
        OptionEntries.Named<LossOptions, StyleLoss>(
            new("style-loss", "Way of comparing with the painting",
                $"How styles are compared: {string.Join(", or ", Impasto.StyleLoss.All.Select(loss => loss.Help))}."),
            Impasto.StyleLoss.Choices, o => o.StyleLoss, (o, v) => o with { StyleLoss = v }),
        OptionEntries.Named<LossOptions, LossConvention>(
            new("convention", "Units of the weights", "The units in which losses and weights are counted."),
            LossConvention.Choices, o => o.Convention, (o, v) => o with { Convention = v }),
    ];

    /// <summary>
    /// How much of the painting comes into the photograph: 50 takes the style weight as it is, every 25 more or less
    /// make it 10 times as large or small. Range: 0 to 100. Default 50.
    /// </summary>
    public double Strength { get; init; } = 50;

    /// <summary>Weight of the content loss. Range: 0 to 1e12. Default 1.</summary>
    public double ContentWeight { get; init; } = 1;

    /// <summary>Weight of the style loss. Range: 0 to 1e12. Default 5.</summary>
    public double StyleWeight { get; init; } = 5;

    /// <summary>Weight of the total variation. Range: 0 to 1e12. Default 2.</summary>
    public double TvWeight { get; init; } = 2;

    /// <summary>
    /// Weight of how far values lie outside 0 to 1, which are clipped in a file; without effect in conventions that
    /// optimise the network's own input. Range: 0 to 1e12. Default 1000.
    /// </summary>
    public double RangeWeight { get; init; } = 1000;

    /// <summary>
    /// What the picture's forms keep to. Default: the photograph's features and those of the painting that match them;
    /// in conventions of published recipes the photograph's.
    /// </summary>
    public ContentMode Content
    {
        get => _content ?? Convention.UsualContent;
        init => _content = value;
    }

    /// <summary>
    /// With <see cref="ContentMode.Both"/> the share of <see cref="ContentWeight"/> that the photograph's features get;
    /// the painting's that match them get the rest. Range: 0 to 1. Default 0.25.
    /// </summary>
    public double PhotoShare { get; init; } = 0.25;

    /// <summary>Layers at which the photograph's features are kept. Default conv4_2.</summary>
    public LayerWeights ContentLayers { get; init; } = LayerWeights.Parse("conv4_2");

    /// <summary>
    /// Layers at which the painting's features that match the photograph's are kept. Default conv3_1 and conv4_1,
    /// equally.
    /// </summary>
    public LayerWeights MatchLayers { get; init; } = LayerWeights.Parse("conv3_1,conv4_1");

    /// <summary>
    /// How much parts of a painting that are like much of the picture, such as its calmest sky, give way to others when
    /// matches are looked for: 0 takes what is most alike. Range: 0 to 1. Default 0.5.
    /// </summary>
    public double MatchVariety { get; init; } = 0.5;

    /// <summary>
    /// How much of the paintings' own pixels, laid where they match, the picture has to begin with: each scale after
    /// the first starts with their detail that the coarser one could not hold, and total variation counts differences
    /// from them only. 0 for none. Range: 0 to 1. Default 1.
    /// </summary>
    public double MatchDetail { get; init; } = 1;

    /// <summary>
    /// The last scale's last steps, in which each of the <see cref="SplitLayers"/> is matched anew by itself; at most a
    /// third of the scale's steps. 0 matches once a scale. Range: 0 to 1000000. Default 8.
    /// </summary>
    public int SplitSteps { get; init; } = 8;

    /// <summary>
    /// Layers that are matched by themselves in the last scale's last steps, instead of <see cref="MatchLayers"/>.
    /// Default conv2_1 and conv3_1, equally.
    /// </summary>
    public LayerWeights SplitLayers { get; init; } = LayerWeights.Parse("conv2_1,conv3_1");

    /// <summary>
    /// Layers at which the style is taken. Default conv1_1 to conv5_1, with weights of 1.75, 1.25, 1, 0.6 and 0.4.
    /// </summary>
    public LayerWeights StyleLayers { get; init; } =
        LayerWeights.Parse("conv1_1=1.75,conv2_1=1.25,conv3_1=1,conv4_1=0.6,conv5_1=0.4");

    /// <summary>
    /// How styles are compared; each way supports some of the conventions. Default: the Wasserstein-2 distance, or Gram
    /// matrices in conventions that do not support it.
    /// </summary>
    public StyleLoss StyleLoss
    {
        get => _styleLoss ?? Convention.UsualStyleLoss;
        init => _styleLoss = value;
    }

    /// <summary>The units in which losses and weights are counted. Default: relative to the targets.</summary>
    public LossConvention Convention { get; init; } = LossConvention.Relative;

    /// <summary>Every layer that a loss needs; a layer that several need appears as often.</summary>
    public IEnumerable<LayerName> UsedLayers =>
        StyleLayers.Used.Concat(UsedMaps).Concat(HasSplit ? SplitLayers.Used : []);

    /// <summary>The layers whose features a content loss needs at every position, each once.</summary>
    internal IEnumerable<LayerName> UsedMaps =>
        (HasPhoto ? ContentLayers.Used : []).Union(HasMatch ? MatchLayers.Used : []);

    /// <summary>As <see cref="UsedMaps"/>, for the last scale's last steps.</summary>
    internal IEnumerable<LayerName> UsedSplitMaps =>
        HasSplit ? (HasPhoto ? ContentLayers.Used : []).Union(SplitLayers.Used) : UsedMaps;

    /// <summary>The layers at which paintings are matched, each once.</summary>
    internal IEnumerable<LayerName> UsedMatches =>
        (HasMatch ? MatchLayers.Used : []).Union(HasSplit ? SplitLayers.Used : []);

    /// <summary>
    /// The weight of the style loss: <see cref="StyleWeight"/> * 10^((<see cref="Strength"/> - 50) / 25).
    /// </summary>
    public double EffectiveStyleWeight => StyleWeight * StrengthFactor(Strength, MiddleStrength);

    /// <summary>How many times the style weighs more at one strength than at another.</summary>
    internal static double StrengthFactor(double strength, double than) => Math.Pow(10, (strength - than) / 25);

    /// <summary>Why an option has no effect: "with style-weight 0"; null if it has one.</summary>
    /// <param name="name">The option's name.</param>
    internal string? Unused(string name) => name switch
    {
        "range-weight" when Convention.Pixels == PixelScaleMode.NetworkInput =>
            $"with convention {Convention}, whose pixels are not RGB",
        "content-layers" or "match-layers" or "match-variety" or "match-detail" or "split-steps" or "split-layers"
            or "content-target" or "photo-share" when ContentWeight == 0 =>
            "with content-weight 0",
        "content-layers" when Content == ContentMode.Match => "with content-target match",
        "photo-share" when Content != ContentMode.Both =>
            $"with content-target {OptionText.Of(Content)}",
        "match-layers" or "match-variety" or "match-detail" or "split-steps" or "split-layers"
            when Content == ContentMode.Photo => "with content-target photo",
        "split-layers" when SplitSteps == 0 => "with split-steps 0",
        "style-layers" or "style-loss" or "strength" when StyleWeight == 0 => "with style-weight 0",
        _ => null,
    };

    /// <summary>The same losses with the weights that they need for the features of a network.</summary>
    /// <remarks>
    /// The weights of neural-style are meant for Caffe's features and pixels. Other networks take pixels of a deviation
    /// near 1 and have features smaller by k = 57.6, the mean of torchvision's deviations times 255: the content loss
    /// is smaller by k^2, the style loss by k^4, total variation by the ratio of the pixels' deviations.
    /// </remarks>
    internal LossOptions For(InputNormalization pixels)
    {
        if (!Convention.CountsCaffe || pixels.Scale >= Caffe.Scale)
            return this;
        double features = Caffe.Scale * InputNormalization.Torchvision.Deviation.Average();
        return this with
        {
            ContentWeight = ContentWeight * features * features,
            StyleWeight = StyleWeight * Math.Pow(features, 4),
            TvWeight = TvWeight * Caffe.Scale * pixels.Deviation.Average() / pixels.Scale,
        };
    }

    private static InputNormalization Caffe => InputNormalization.Caffe;

    /// <summary>Whether all options have the same values; how they came to them does not count.</summary>
    /// <param name="other">Other options.</param>
    public bool Equals(LossOptions? other) =>
        other is not null && Entries.All(entry => entry.Read(this) == entry.Read(other));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(StyleWeight, ContentWeight, Convention);

    internal bool HasContent => HasPhoto || HasMatch;

    internal bool HasPhoto => PhotoWeight > 0 && ContentLayers.Sum > 0;

    internal bool HasMatch => MatchWeight > 0 && MatchLayers.Sum > 0;

    /// <summary>How many of the last scale's steps match each layer anew.</summary>
    /// <param name="steps">The scale's steps.</param>
    internal int SplitStepsOf(int steps) => HasSplit ? Math.Min(SplitSteps, steps / MostSplit) : 0;

    internal bool HasSplit => HasMatch && SplitSteps > 0 && SplitLayers.Sum > 0;

    private double PhotoWeight => Content switch
    {
        ContentMode.Match => 0,
        ContentMode.Both => PhotoShare * ContentWeight,
        _ => ContentWeight,
    };

    private double MatchWeight => Content == ContentMode.Photo ? 0 : ContentWeight - PhotoWeight;

    internal bool HasStyle => StyleWeight > 0 && StyleLayers.Sum > 0;

    /// <summary>
    /// The terms of the objective: content, match, style, total variation, range; terms of weight 0 are left out.
    /// </summary>
    /// <param name="hasStyles">Whether there are styles.</param>
    /// <param name="wraps">Whether the picture's edges see each other.</param>
    public IReadOnlyList<ILossTerm> CreateTerms(bool hasStyles = true, bool wraps = false) =>
        CreateTerms(hasStyles, wraps, MatchLayers);

    /// <summary>The same for the last scale's last steps.</summary>
    internal IReadOnlyList<ILossTerm> CreateSplitTerms(bool hasStyles, bool wraps) =>
        CreateTerms(hasStyles, wraps, SplitLayers);

    private List<ILossTerm> CreateTerms(bool hasStyles, bool wraps, LayerWeights matched)
    {
        List<ILossTerm> terms = [];
        if (HasPhoto)
            terms.Add(new ContentTerm(PhotoWeight, ContentLayers, Convention));
        if (HasMatch && hasStyles)
            terms.Add(new MatchTerm(MatchWeight, matched, Convention));
        if (HasStyle && hasStyles)
            terms.Add(new StyleTerm(EffectiveStyleWeight, StyleLayers, StyleLoss, Convention));
        if (TvWeight > 0)
        {
            double matchedPixels = HasMatch && hasStyles ? MatchDetail : 0;
            terms.Add(new TotalVariationTerm(TvWeight, Convention.Variation, wraps, matchedPixels));
        }

        if (RangeWeight > 0 && Convention.Pixels == PixelScaleMode.Rgb)
            terms.Add(new RangeTerm(RangeWeight));
        return terms;
    }

    internal IEnumerable<OptionProblem> Contradictions()
    {
        if (!HasStyle && !HasContent)
        {
            yield return new OptionProblem(
                null, null, "Nothing to optimise: the weights of content and style, or of all their layers, are 0.");
        }

        if (!StyleLoss.Scales.Contains(Convention.StyleScale))
        {
            IEnumerable<string> fitting = Impasto.StyleLoss.All
                .Where(loss => loss.Scales.Contains(Convention.StyleScale))
                .Select(loss => loss.Name);
            yield return new OptionProblem(
                "style-loss", StyleLoss.Name, $"expected {string.Join(" or ", fitting)} with convention {Convention}");
        }
    }

    private static OptionEntry<LossOptions> LayersEntry(
        OptionWords words,
        Func<LossOptions, LayerWeights> read,
        Func<LossOptions, LayerWeights, LossOptions> write) => new(
            words, "layers from conv1_1 to conv5_4, weights of 0 or more",
            options => read(options).ToString(), (options, text) => write(options, ParseLayers(words.Name, text)));

    private static LayerWeights ParseLayers(string name, string text)
    {
        try
        {
            return LayerWeights.Parse(text);
        }
        catch (ImpastoException failure)
        {
            throw new InvalidOptionsException([new OptionProblem(name, null, failure.Reason())]);
        }
    }
}
