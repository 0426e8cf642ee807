using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Objectives;

/// <summary>One style's moments at the layers where it counts.</summary>
internal sealed record StyleMoments(IReadOnlyDictionary<LayerName, LayerMoments> Moments, double Weight)
{
    /// <summary>Measures a style at a size, without the layers for which its mask is too small.</summary>
    /// <param name="network">Gives the maps and the receptive fields.</param>
    /// <param name="style">Picture and mask.</param>
    /// <param name="size">The size at which it is measured.</param>
    /// <param name="layers">Layers of the style loss.</param>
    /// <param name="look">Runs the network on the style at that size.</param>
    public static StyleMoments Measure(
        Network network,
        WeightedStyle style,
        PictureSize size,
        IReadOnlyList<LayerName> layers,
        Func<FeatureRequest, IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>>> look)
    {
        Mask? mask = style.Mask?.Resize(size.Width, size.Height);
        Dictionary<LayerName, float[]> weights = [];
        List<LayerName> there = [];
        foreach (LayerName layer in layers.Where(layer => style.Layers?.Contains(layer) ?? true))
        {
            float[]? guide = mask is null
                ? null
                : LayerGuide.Of(mask.Values, (size.Width, size.Height), layer, network);
            if (mask is not null && guide is null)
                continue;
            there.Add(layer);
            if (guide is not null)
                weights[layer] = guide;
        }

        if (there.Count == 0)
            return new StyleMoments(new Dictionary<LayerName, LayerMoments>(), style.Weight);
        IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>> seen = look(
            new FeatureRequest(there, []) { Regions = [new RegionGuides(weights)] });
        return new StyleMoments(
            there.ToDictionary(
                layer => layer,
                layer => network.Maps.TryGetValue(layer, out LinearMap? map)
                    ? seen[layer][0].Through(map)
                    : seen[layer][0]),
            style.Weight);
    }
}
