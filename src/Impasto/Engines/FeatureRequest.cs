using Impasto.Networks;

namespace Impasto.Engines;

/// <summary>What a forward pass shall bring.</summary>
/// <param name="StyleLayers">Layers whose moments are wanted.</param>
/// <param name="ContentLayers">Layers whose features are wanted as they are.</param>
/// <param name="KeepForBackward">Whether a backward pass will follow.</param>
public sealed record FeatureRequest(
    IReadOnlyList<LayerName> StyleLayers,
    IReadOnlyList<LayerName> ContentLayers,
    bool KeepForBackward = false)
{
    /// <summary>Regions that have moments of their own. Default: one, the whole picture.</summary>
    public IReadOnlyList<RegionGuides> Regions { get; init; } = RegionGuides.Whole;

    /// <summary>Whether moments are wanted, or style layers only for a backward pass whose moments are known: then none may come back. Default: they are.</summary>
    public bool MeasuresMoments { get; init; } = true;

    /// <summary>
    /// Whether an engine may work on one band of rows after the other, keep less of them and compute it again: about half the memory for
    /// large pictures, the same results to rounding. Default: no; an engine that can't ignores it.
    /// </summary>
    public bool InBands { get; init; }

    /// <summary>The layer at which the network may end.</summary>
    public LayerName Deepest
    {
        get
        {
            // Every step asks: no iterators.
            LayerName deepest = default;
            for (int i = 0; i < StyleLayers.Count + ContentLayers.Count; i++)
            {
                LayerName layer = i < StyleLayers.Count ? StyleLayers[i] : ContentLayers[i - StyleLayers.Count];
                if (layer > deepest)
                    deepest = layer;
            }

            return deepest;
        }
    }
}
