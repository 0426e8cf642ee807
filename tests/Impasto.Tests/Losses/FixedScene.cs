using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Objectives;
using Impasto.Storage;
using Impasto.Tiles;

namespace Impasto.Tests.Losses;

/// <summary>A content whose features at one layer are given, and no style.</summary>
/// <param name="layer">The layer, of stride 1.</param>
/// <param name="content">Its features.</param>
/// <param name="owned">The part that the only tile owns; null for all of it.</param>
internal sealed class FixedScene(LayerName layer, LayerFeatures content, PixelArea? owned = null) : LossScene
{
    public override PictureSize Size => new(content.Width, content.Height);

    public override IReadOnlyList<LossRegion> Regions => [new("the picture", 1)];

    public override IReadOnlyDictionary<LayerName, FeatureTarget> Content(IReadOnlyList<LayerName> layers)
    {
        var grid = TileGrid.Of(content.Width, content.Height, ScaleLayout.Whole, new TileMargins(1, 0, 0));
        var info = new LayerInfo(layer, 0, new NodeGeometry(content.Channels, 1, 0, 0));
        var target = new FeatureTarget(info, grid, new PixelStore());
        target.Add(0, owned is { } core ? grid.Tiles[0] with { Core = core } : grid.Tiles[0], content);
        return new Dictionary<LayerName, FeatureTarget> { [layer] = target };
    }

    public override IReadOnlyDictionary<LayerName, FeatureTarget> Matched(IReadOnlyList<LayerName> layers) =>
        Content(layers);

    public override LayerMoments? Style(int region, LayerName layer) => null;
}
