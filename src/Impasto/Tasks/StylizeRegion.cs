using Impasto.Imaging;

namespace Impasto;

/// <summary>A part of the content with styles of its own, or one that is left alone.</summary>
/// <param name="Mask">Where it is; brought to the result's size. Where regions overlap, the first counts.</param>
/// <param name="Styles">Its styles; none leaves the content there as it is.</param>
/// <example>
/// <code>
/// Mask face = Mask.OfBrightness(reader.Read("face.png"));
/// Mask sky = Mask.OfBrightness(reader.Read("sky.png"));
/// var task = new StylizeTask(photo, [new WeightedStyle(swirls)], options)
/// {
///     Regions = [new StylizeRegion(face, []), new StylizeRegion(sky, [new WeightedStyle(waves)])],
/// };
/// </code>
/// </example>
public sealed record StylizeRegion(Mask Mask, IReadOnlyList<WeightedStyle> Styles)
{
    /// <summary>
    /// Strength of the style there, 0 to 100, instead of <see cref="LossOptions.Strength"/>; null (the default) for
    /// that of the rest. Edges are as soft as <see cref="StylizeOptions.Feather"/> makes them.
    /// </summary>
    public double? Strength { get; init; }

    /// <summary>Whether the content stays as it is there.</summary>
    public bool IsKept => Styles.Count == 0;
}
