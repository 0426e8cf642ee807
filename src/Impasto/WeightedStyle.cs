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
    /// Layers at which this painting counts, so that the fine strokes of one go with the coarse forms of another; null (the
    /// default) for all.
    /// </summary>
    public IReadOnlyList<LayerName>? Layers { get; init; }
}
