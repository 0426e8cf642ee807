using Impasto.Imaging;
using Impasto.Options;
using Impasto.Text;

namespace Impasto;

/// <summary>A recipe: all settings of a run, without its pictures.</summary>
/// <remarks>
/// Numbers and words only, in small groups; two recipes are equal if all their values are. The defaults are the preset
/// fine. Ranges stand in <see cref="StylizeOptionCatalog"/>, and a test compares them with these texts.
/// </remarks>
public sealed record StylizeOptions
{
    /// <summary>The preset from which these options were made, for people; it has no effect. Default: fine.</summary>
    public string Preset { get; init; } = "fine";

    /// <summary>Sizes of the result, of the styles and of the scales before the result's.</summary>
    public SizingOptions Sizing { get; init; } = new();

    /// <summary>
    /// Steps of the optimiser at each scale, the first and coarsest first; the last number counts for the rest. Range:
    /// 0 to 1000000 for each scale. Default 40,24,16.
    /// </summary>
    public ScaleSteps Steps { get; init; } = [40, 24, 16];

    /// <summary>
    /// A scale ends when its loss fell by less than this share during the last tenth of its steps (at least 10 steps);
    /// 0 takes every step. Range: 0 to 1. Default 0.
    /// </summary>
    public double Tolerance { get; init; }

    /// <summary>What the losses compare, at which layers, and their weights.</summary>
    public LossOptions Losses { get; init; } = new();

    /// <summary>Whose colours the result has.</summary>
    public ColorOptions Color { get; init; } = new();

    /// <summary>
    /// Softness of the edges of regions: standard deviation in per cent of the longer side. Range: 0 to 20. Default 1.
    /// </summary>
    public double Feather { get; init; } = 1;

    /// <summary>The picture from which the optimisation starts.</summary>
    public StartOptions Start { get; init; } = new();

    /// <summary>Which optimiser moves the picture, and how. Default: L-BFGS.</summary>
    public OptimizerOptions Optimizer { get; init; } = new LbfgsOptions();

    /// <summary>How the network is run.</summary>
    public NetworkOptions Network { get; init; } = new();

    /// <summary>Whether the content's transparency comes back in the result. Default: it does.</summary>
    public AlphaMode Alpha { get; init; } = AlphaMode.Keep;

    /// <summary>
    /// The same recipe for continuing from an earlier result: at the last scale only, with its steps.
    /// </summary>
    public StylizeOptions Continuing() => this with
    {
        Start = Start with { Init = StartMode.Picture },
        Sizing = Sizing with { MinSize = 0 },
        Steps = Steps.Count > 0 ? [Steps[^1]] : Steps,
    };

    /// <summary>
    /// The result's size for a content of some size, by <see cref="SizingOptions.Size"/> and its rule.
    /// </summary>
    /// <param name="content">The content's size.</param>
    public PictureSize ResultSize(PictureSize content) =>
        Sizing.Framing == FramingMode.Pad && Sizing.Size?.Box is { } box ? box : Pyramid.Final(Sizing, content);

    /// <summary>
    /// A photograph in the shape of the result: cut, or with what is added around it, as
    /// <see cref="SizingOptions.Framing"/> says.
    /// </summary>
    /// <param name="content">The photograph; one that has the shape already stays as it is.</param>
    public Picture Frame(Picture content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return Framing.Frame(content, Sizing);
    }

    /// <summary>
    /// Longer side in pixels at which drawings (SVG) are read for this recipe; null for the size that they name.
    /// </summary>
    public int? VectorSide => Sizing.Size?.LongerSide(content: null) is not { } size ? null
        : (int)Math.Ceiling(Math.Max(size, Sizing.StyleSize ?? size) * Math.Max(1, Sizing.StyleScale));

    /// <summary>Everything that is wrong, in the order of the catalogue; empty if nothing is.</summary>
    public IReadOnlyList<OptionProblem> Validate() =>
    [
        .. StylizeOptionCatalog.All.Select(option => option.Problem(this)).OfType<OptionProblem>(),
        .. Losses.Contradictions(),
        .. Contradictions(),
    ];

    private IEnumerable<OptionProblem> Contradictions()
    {
        if (Optimizer is AdamOptions { Clamp: true } && Losses.Convention.Pixels == PixelScaleMode.NetworkInput)
        {
            yield return new OptionProblem(
                "clamp", "on", $"expected off with convention {Losses.Convention}, whose pixels are not RGB");
        }

        if (Sizing.StyleScale != 1 && Sizing.StyleFit == StyleFitMode.Squash)
            yield return new OptionProblem(
                "style-scale", OptionText.Of(Sizing.StyleScale), "expected 1 with style-fit squash");
    }
}
