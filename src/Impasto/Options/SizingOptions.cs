using Impasto.Text;

namespace Impasto;

/// <summary>Sizes of the result, of the styles and of the scales before the result's.</summary>
public sealed record SizingOptions
{
    internal static IReadOnlyList<OptionEntry<SizingOptions>> Entries { get; } =
    [
        new(
            new("size", "Size of the picture",
                "Longer side of the result in pixels, or its width and height; in per cent of the photograph; or on "
                    + "paper, at 300 dots per inch or those after @; original keeps the photograph's."),
            TargetSize.Range,
            o => o.Size?.ToString() ?? "original",
            (o, text) => o with { Size = text == "original" ? null : TargetSize.Parse(text) })
        {
            Problem = o => o.Size?.Problem(),
            Numbers = new OptionNumbers(1, 100_000) { IsWhole = true, TakesTexts = true },
        },
        OptionEntries.Choice<SizingOptions, FramingMode>(
            new("framing", "How it fits a given shape",
                "How a photograph of another shape comes into a width and height: it is cut, or fitted in, or fitted "
                    + "in and white is added."),
            o => o.Framing, (o, v) => o with { Framing = v }),
        OptionEntries.Choice<SizingOptions, SizeMode>(
            new("size-rule", "Which side the size means",
                "Which side the size means: the longer, or by the notebook's rule the shorter."),
            o => o.SizeRule, (o, v) => o with { SizeRule = v }),
        OptionEntries.Optional<SizingOptions>(
            new("style-size", "Size at which the painting is seen",
                "Longer side of the styles in pixels at the last scale; same gives them the result's."),
            (1, 100_000, "same"), o => o.StyleSize, (o, v) => o with { StyleSize = v }),
        OptionEntries.Number<SizingOptions>(
            new("style-scale", "Size of the strokes",
                "Size of the styles relative to that: below 1 strokes become smaller."),
            (0.1, 10), o => o.StyleScale, (o, v) => o with { StyleScale = v }),
        OptionEntries.Choice<SizingOptions, StyleFitMode>(
            new("style-fit", "Shape of the painting",
                "Whether styles keep their shape or are squashed into the content's."),
            o => o.StyleFit, (o, v) => o with { StyleFit = v }),
        OptionEntries.Choice<SizingOptions, ResizeMode>(
            new("resize", "Way of making pictures smaller",
                "How pictures are resized: smooth in floating point, or as Pillow does it with 8 bits."),
            o => o.Resize, (o, v) => o with { Resize = v }),
        OptionEntries.Integer<SizingOptions>(
            new("min-size", "Size of the first sketch",
                "Longer side of the first, coarsest scale in pixels; 0 works at the last scale only."),
            (0, 100_000), o => o.MinSize, (o, v) => o with { MinSize = v }),
        OptionEntries.Number<SizingOptions>(
            new("scale-factor", "Growth from sketch to sketch",
                "How many times larger each scale is than the one before."),
            (1.05, 4), o => o.ScaleFactor, (o, v) => o with { ScaleFactor = v }),
    ];

    /// <summary>Why an option has no effect: "without min-size"; null if it has one.</summary>
    /// <param name="name">The option's name.</param>
    internal string? Unused(string name) => name switch
    {
        "scale-factor" when MinSize == 0 => "with min-size 0, which has one scale",
        "framing" when Size?.Height is null => "without a width and height as size",
        "size-rule" when Size is { } size && (size.Height is not null || size.Unit.Length > 0) =>
            "with a size that is not one number of pixels",
        "style-size" when StyleFit == StyleFitMode.Squash => "with style-fit squash",
        _ => null,
    };

    /// <summary>
    /// Size of the result: a longer side in pixels (see <see cref="SizeRule"/>), or one of the other kinds of
    /// <see cref="TargetSize"/>; null for the content's. Range: 1 to 100000 pixels a side. Default 512.
    /// </summary>
    public TargetSize? Size { get; init; } = 512;

    /// <summary>How a content of another shape comes into an exact width and height. Default: it is cut.</summary>
    public FramingMode Framing { get; init; } = FramingMode.Crop;

    /// <summary>Which side <see cref="Size"/> means. Default: the longer.</summary>
    public SizeMode SizeRule { get; init; } = SizeMode.Longer;

    /// <summary>
    /// Longer side of the styles in pixels at the last scale. Range: 1 to 100000, or null for the result's. Default
    /// null.
    /// </summary>
    public int? StyleSize { get; init; }

    /// <summary>
    /// Size of the styles relative to what <see cref="StyleSize"/> gives: below 1 strokes become smaller. Range: 0.1 to
    /// 10. Default 1.
    /// </summary>
    public double StyleScale { get; init; } = 1;

    /// <summary>Whether styles keep their shape. Default: they do.</summary>
    public StyleFitMode StyleFit { get; init; } = StyleFitMode.Keep;

    /// <summary>How pictures are resized. Default: smoothly.</summary>
    public ResizeMode Resize { get; init; } = ResizeMode.Smooth;

    /// <summary>
    /// Longer side of the first, coarsest scale in pixels; 0 works at the last scale only. Range: 0 to 100000. Default
    /// 160.
    /// </summary>
    public int MinSize { get; init; } = 160;

    /// <summary>How many times larger each scale is than the one before. Range: 1.05 to 4. Default 1.8.</summary>
    public double ScaleFactor { get; init; } = 1.8;
}
