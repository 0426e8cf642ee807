using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Storage;

namespace Impasto.Optimization;

/// <summary>What a picture shall come near to: the content's features and the styles' blended moments.</summary>
internal sealed record StyleTargets(
    IReadOnlyDictionary<LayerName, ContentTarget> Content, IReadOnlyDictionary<LayerName, LayerMoments> Style)
{
    public static StyleTargets Measure(
        IEngine engine,
        Network network,
        PixelSpace space,
        StylizeOptions options,
        ScaleLayout layout,
        Picture content,
        IReadOnlyList<WeightedStyle> styles)
    {
        IReadOnlyList<LayerName> contentLayers = options.ContentWeight > 0 ? options.ContentLayers.Used : [];
        IReadOnlyList<LayerName> styleLayers = options.StyleWeight > 0 ? options.StyleLayers.Used : [];
        var kept = new Dictionary<LayerName, ContentTarget>();
        if (contentLayers.Count > 0)
        {
            TileGrid grid = GridOf(content, contentLayers.Concat(styleLayers).Max(), contentLayers.Max(), "content");
            foreach (LayerName layer in contentLayers)
                kept[layer] = new ContentTarget(layer, network[layer].Outputs, grid, layout.Store);
            Look(content, grid, new FeatureRequest([], contentLayers), (index, features) =>
            {
                foreach (LayerName layer in contentLayers)
                    kept[layer].Add(index, grid.Tiles[index], features.Maps[layer]);
            });
        }

        List<(IReadOnlyDictionary<LayerName, IReadOnlyList<LayerMoments>> Moments, double Weight)> parts = [];
        foreach (WeightedStyle style in styles.Where(_ => styleLayers.Count > 0))
        {
            var sums = new MomentSums();
            TileGrid grid = GridOf(style.Picture, styleLayers.Max(), styleLayers.Max(), "style");
            Look(style.Picture, grid, new FeatureRequest(styleLayers, []), (_, features) => sums.Add(features.Moments));
            parts.Add((sums.Total(), style.Weight));
        }

        return new StyleTargets(kept, styleLayers.ToDictionary(
            layer => layer,
            layer => LayerMoments.Blend([.. parts.Select(part => (Map(part.Moments[layer][0], layer), part.Weight))])));

        TileGrid GridOf(Picture picture, LayerName forMargins, LayerName needed, string what) =>
            Math.Min(picture.Width, picture.Height) >= needed.Stride
                ? layout.Grid(picture.Width, picture.Height, TileMargins.Of(network, forMargins))
                : throw new ImpastoException(
                    $"The {what} is too small at {picture.Width} x {picture.Height}: {needed} needs at least "
                    + $"{needed.Stride} x {needed.Stride} pixels.");

        void Look(Picture picture, TileGrid grid, FeatureRequest request, Action<int, Features> visit)
        {
            PixelBuffer point = space.View(picture);
            var runner = new TileRunner(engine, space, grid, request);
            for (int i = 0; i < grid.Tiles.Count; i++)
                visit(i, runner.Forward(point, grid.Tiles[i], moments: request.StyleLayers.Count > 0, keep: false));
        }

        LayerMoments Map(LayerMoments moments, LayerName layer) =>
            network.Maps.TryGetValue(layer, out LinearMap? map) ? moments.Through(map) : moments;
    }
}
