using Impasto.Imaging;
using Impasto.Networks;

namespace Impasto;

/// <summary>A style and its share in a blend.</summary>
/// <param name="Picture">The painting.</param>
/// <param name="Weight">Its share relative to the other styles', above 0. Default 1.</param>
public sealed record WeightedStyle(Picture Picture, double Weight = 1)
{
    /// <summary>The part of the painting that counts; null (the default) takes all of it.</summary>
    public Mask? Mask { get; init; }

    /// <summary>
    /// Layers at which this painting counts; null (the default) for all. For the strokes of one painting with the forms
    /// of another <see cref="FineStrokes"/> looks better.
    /// </summary>
    public IReadOnlyList<LayerName>? Layers { get; init; }

    /// <summary>
    /// A painting whose fine strokes this one gets before the run, while it keeps its forms; null (the default) for
    /// none.
    /// </summary>
    public Picture? FineStrokes { get; init; }
}
