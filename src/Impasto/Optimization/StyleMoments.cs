using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Networks;

namespace Impasto.Optimization;

/// <summary>One style's moments at the layers where it counts.</summary>
internal sealed record StyleMoments(IReadOnlyDictionary<LayerName, LayerMoments> Moments, double Weight)
{
    /// <summary>Measures a style that has been brought to size; where its mask is too small for a layer, it does not count there.</summary>
    /// <param name="network">Has the maps, and tells how far a layer sees.</param>
    /// <param name="style">Picture and mask of one size.</param>
    /// <param name="layers">Layers of the style loss.</param>
    /// <param name="look">Runs the network on a picture.</param>
    public static StyleMoments Measure(
        Network network, WeightedStyle style, IReadOnlyList<LayerName> layers, Func<Picture, FeatureRequest, Features> look)
    {
        (int Width, int Height) size = (style.Picture.Width, style.Picture.Height);
        Dictionary<LayerName, float[]> weights = [];
        List<LayerName> there = [];
        foreach (LayerName layer in layers.Where(layer => style.Layers?.Contains(layer) ?? true))
        {
            float[]? guide = style.Mask is null ? null : LayerGuide.Of(style.Mask.Values, size, layer, network);
            if (style.Mask is not null && guide is null)
                continue;
            there.Add(layer);
            if (guide is not null)
                weights[layer] = guide;
        }

        if (there.Count == 0)
            return new StyleMoments(new Dictionary<LayerName, LayerMoments>(), style.Weight);
        Features features = look(style.Picture, new FeatureRequest(there, []) { Regions = [new RegionGuides(weights)] });
        return new StyleMoments(
            there.ToDictionary(
                layer => layer,
                layer => network.Maps.TryGetValue(layer, out LinearMap? map)
                    ? features.Moments[layer][0].Through(map)
                    : features.Moments[layer][0]),
            style.Weight);
    }
}
