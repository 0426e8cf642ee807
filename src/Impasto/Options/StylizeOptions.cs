using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Networks;
using Impasto.Options;
using Impasto.Text;

namespace Impasto;

/// <summary>Everything that decides how a picture comes out. The defaults are the preset fine.</summary>
public sealed record StylizeOptions
{
    /// <summary>The preset these options began as, for people; has no effect of its own.</summary>
    public string Preset { get; init; } = "fine";

    /// <summary>Longer side of the result in pixels (see <see cref="SizeRule"/>), 1 to 100000; null keeps the content's size. Default 512.</summary>
    public int? Size { get; init; } = 512;

    /// <summary>Which side <see cref="Size"/> means. Default: the longer.</summary>
    public SizeRule SizeRule { get; init; } = SizeRule.Longer;

    /// <summary>Longer side of the styles in pixels at the last scale; null gives them the result's. Default null.</summary>
    public int? StyleSize { get; init; }

    /// <summary>Size of the styles relative to what <see cref="StyleSize"/> gives, 0.1 to 10: below 1 strokes become smaller. Default 1.</summary>
    public double StyleScale { get; init; } = 1;

    /// <summary>Whether styles keep their shape. Default: they do.</summary>
    public StyleFit StyleFit { get; init; } = StyleFit.Keep;

    /// <summary>How pictures are resized. Default: smoothly.</summary>
    public ResizeKind Resize { get; init; } = ResizeKind.Smooth;

    /// <summary>Longer side of the first, coarsest scale in pixels; 0 works at the last scale only. Default 160.</summary>
    public int MinSize { get; init; } = 160;

    /// <summary>How many times larger each scale is than the one before, above 1 to 4. Default 1.8.</summary>
    public double ScaleFactor { get; init; } = 1.8;

    /// <summary>Optimiser steps at the first scale, the second and so on, each at least 0; the last number counts for the rest. Default 150, 100, 60.</summary>
    public IReadOnlyList<int> Steps { get; init; } = [150, 100, 60];

    /// <summary>Layers at which the content is kept. Default conv4_2.</summary>
    public LayerWeights ContentLayers { get; init; } = LayerWeights.Parse("conv4_2");

    /// <summary>Layers at which the style is taken. Default conv1_1 to conv5_1, equally.</summary>
    public LayerWeights StyleLayers { get; init; } = LayerWeights.Parse("conv1_1,conv2_1,conv3_1,conv4_1,conv5_1");

    /// <summary>Weight of the content loss, 0 or more. Default 1.</summary>
    public double ContentWeight { get; init; } = 1;

    /// <summary>Weight of the style loss, 0 or more. Default 20.</summary>
    public double StyleWeight { get; init; } = 20;

    /// <summary>
    /// How much of the painting comes into the photograph, 0 to 100: 50 (the default) takes the style weight as it is, every 25
    /// more or less make it 10 times as large or small.
    /// </summary>
    public double Strength { get; init; } = 50;

    /// <summary>How styles are compared; kinds other than Gram only in the relative convention. Default: Gram matrices.</summary>
    public StyleLossKind StyleLoss { get; init; } = StyleLossKind.Gram;

    /// <summary>Weight of the total variation, 0 or more. Default 6.</summary>
    public double TvWeight { get; init; } = 6;

    /// <summary>
    /// Weight of how far values lie outside 0 to 1, where a file cuts them, 0 or more. Without effect in conventions that optimise the network's
    /// own input. Default 1000.
    /// </summary>
    public double RangeWeight { get; init; } = 1000;

    /// <summary>
    /// A scale ends when its loss fell by less than this share during the last tenth of its steps (at least 10 steps), 0 to 1; 0 takes every
    /// step. Default 0.
    /// </summary>
    public double Tolerance { get; init; }

    /// <summary>The scale in which losses and weights are counted. Default: relative to the targets.</summary>
    public LossConvention Convention { get; init; } = LossConvention.Relative;

    /// <summary>Whose colours the result has. Default: the painting's.</summary>
    public ColorMode Color { get; init; } = ColorMode.Style;

    /// <summary>How the painting gets the photograph's colours where <see cref="Color"/> is <see cref="ColorMode.Match"/>. Default: symmetric.</summary>
    public ColorMatchKind ColorMethod { get; init; } = ColorMatchKind.Symmetric;

    /// <summary>Parts of the content with styles of their own, or left alone; the run's styles have the rest. Default: none.</summary>
    public IReadOnlyList<StylizeRegion> Regions { get; init; } = [];

    /// <summary>Softness of the regions' edges: standard deviation in per cent of the longer side, 0 to 20. Default 1.</summary>
    public double Feather { get; init; } = 1;

    /// <summary>Pooling between a network's blocks. Default: max.</summary>
    public PoolingMode Pooling { get; init; } = PoolingMode.Max;

    /// <summary>What convolutions see beyond the edge; null takes what the weights were trained with. Default null.</summary>
    public PaddingMode? Padding { get; init; }

    /// <summary>The optimiser. Default: L-BFGS.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Lbfgs;

    /// <summary>Adam's step in pixel units, or the length L-BFGS tries first; above 0. Default 1.</summary>
    public double LearningRate { get; init; } = 1;

    /// <summary>Adam's memory of the gradient, 0 to below 1. Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Adam's memory of the squared gradient, 0 to below 1. Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>
    /// Memory of the average of Adam's iterates that becomes a scale's result, 0 to below 1; 0 takes the last iterate. Default 0.
    /// </summary>
    public double Average { get; init; }

    /// <summary>Whether pixels are cut to their range after every step of Adam. Default: they are not.</summary>
    public bool Clamp { get; init; }

    /// <summary>Steps that L-BFGS remembers, 1 to 1000. Default 10.</summary>
    public int History { get; init; } = 10;

    /// <summary>How L-BFGS chooses a step's length. Default: strong Wolfe conditions.</summary>
    public LineSearchKind LineSearch { get; init; } = LineSearchKind.StrongWolfe;

    /// <summary>From which picture to start. Default: the content.</summary>
    public StartKind Init { get; init; } = StartKind.Content;

    /// <summary>The picture to start from where <see cref="Init"/> is <see cref="StartKind.Picture"/>; brought to size.</summary>
    public Picture? InitPicture { get; init; }

    /// <summary>
    /// Standard deviation of the noise that <see cref="StartKind.Noise"/> starts from, 0 to 1000, in the pixel units of the
    /// convention (0 to 1 for relative, the network's input for the others), around mid-grey or the network's mean. Default 0.2.
    /// </summary>
    public double NoiseDeviation { get; init; } = 0.2;

    /// <summary>Seed of everything random, any integer. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Whether the content's transparency comes back in the result. Default: it does.</summary>
    public bool KeepAlpha { get; init; } = true;

    // Published recipes without a line search remember their steps as they were.
    internal bool RoundsPairs => LineSearch == LineSearchKind.StrongWolfe;

    /// <summary>Every layer that a loss looks at; one at which both do comes twice.</summary>
    public IEnumerable<LayerName> UsedLayers => StyleLayers.Used.Concat(ContentLayers.Used);

    /// <summary>The same recipe for going on from <see cref="InitPicture"/>: at the last scale only, with its steps.</summary>
    public StylizeOptions Continuing() =>
        this with { Init = StartKind.Picture, MinSize = 0, Steps = Steps.Count > 0 ? [Steps[^1]] : Steps };

    /// <summary>The result's size for a content of that size, by <see cref="Size"/> and <see cref="SizeRule"/>.</summary>
    /// <param name="width">Columns of the content.</param>
    /// <param name="height">Rows of the content.</param>
    public (int Width, int Height) ResultSize(int width, int height) => Pyramid.Final(this, width, height);

    /// <summary>Everything that is wrong, one sentence each with the value; empty where nothing is.</summary>
    public IReadOnlyList<string> Validate() =>
        [.. StylizeOptionCatalog.All.Select(option => option.Problem(this)).OfType<string>(), .. Contradictions()];

    /// <summary>The style's weight with <see cref="Strength"/> in it.</summary>
    internal double EffectiveStyleWeight => StyleWeight * Math.Pow(10, (Strength - 50) / 25);

    private IEnumerable<string> Contradictions()
    {
        bool style = StyleWeight > 0 && StyleLayers.Sum > 0, content = ContentWeight > 0 && ContentLayers.Sum > 0;
        if (!style && !content)
            yield return "Nothing to optimise: the weights of content and style, or of all their layers, are 0.";
        if (Convention == LossConvention.Crowsonkb && StyleLoss != StyleLossKind.Wasserstein)
            yield return $"--convention crowsonkb: expected --style-loss wasserstein beside it, got {OptionText.Of(StyleLoss)}.";
        if (StyleLoss != StyleLossKind.Gram && Convention is not (LossConvention.Relative or LossConvention.Crowsonkb))
            yield return $"--style-loss {OptionText.Of(StyleLoss)}: expected --convention relative beside it, got {OptionText.Of(Convention)}.";
        if ((Average > 0 || Clamp) && Optimizer != OptimizerKind.Adam)
            yield return $"{(Clamp ? "--clamp" : "--average")}: expected --optimizer adam beside it, got {OptionText.Of(Optimizer)}.";
        if (Clamp && Convention.IsInInputScale())
            yield return $"--clamp: expected a convention whose pixels lie in 0 to 1, relative or crowsonkb, got {OptionText.Of(Convention)}.";
        if (StyleScale != 1 && StyleFit == StyleFit.Squash)
            yield return $"--style-scale {OptionText.Of(StyleScale)}: expected --style-fit keep beside it, got squash.";
        if (Init == StartKind.Picture && InitPicture is null)
            yield return "Expected a picture to start from.";
    }
}
