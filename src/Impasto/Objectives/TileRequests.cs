using Impasto.Engines;
using Impasto.Networks;
using Impasto.Tiles;

namespace Impasto.Objectives;

/// <summary>The request to an engine for one tile: regions weigh 0 at positions that the tile does not own.</summary>
/// <param name="grid">The tiles.</param>
/// <param name="regions">The regions of the whole picture.</param>
/// <param name="styleLayers">Layers whose moments are measured.</param>
/// <param name="network">The network.</param>
internal sealed class TileRequests(
    TileGrid grid, IReadOnlyList<RegionGuides> regions, IReadOnlyList<LayerName> styleLayers, Network network)
{
    private readonly bool _hasGuides =
        regions.Any(region => styleLayers.Any(
            layer => Weights(region, grid, layer, network.StrideOf(layer)) is not null));

    // Without guides, tiles of one shape share one mask.
    private readonly Dictionary<(PixelArea Core, int Width, int Height), IReadOnlyList<RegionGuides>> _known = [];

    /// <summary>The regions as a tile sees them.</summary>
    public IReadOnlyList<RegionGuides> Regions(Tile tile)
    {
        if (grid.IsWhole)
            return regions;
        if (_hasGuides)
            return [.. regions.Select(region => Cut(region, tile))];
        PixelArea core = tile.Core with { Left = tile.Core.Left - tile.Area.Left, Top = tile.Core.Top - tile.Area.Top };
        var shape = (core, tile.Area.Width, tile.Area.Height);
        if (!_known.TryGetValue(shape, out IReadOnlyList<RegionGuides>? known))
            _known[shape] = known = [.. regions.Select(region => Cut(region, tile))];
        return known;
    }

    private RegionGuides Cut(RegionGuides region, Tile tile) =>
        new(styleLayers.ToDictionary(layer => layer, layer => Cut(region, tile, layer)));

    private float[] Cut(RegionGuides region, Tile tile, LayerName layer)
    {
        int stride = network.StrideOf(layer);
        (int height, int width) = tile.SizeAt(stride);
        int across = grid.Width / stride;
        float[]? whole = Weights(region, grid, layer, stride);
        float[] weights = new float[height * width];
        PixelArea owned = tile.Owned(stride), inPicture = tile.OwnedInPicture(stride);
        for (int y = owned.Top; y < owned.Bottom; y++)
        {
            Span<float> row = weights.AsSpan((y * width) + owned.Left, owned.Width);
            int start = ((inPicture.Top + y - owned.Top) * across) + inPicture.Left;
            if (whole is null)
                row.Fill(1);
            else
                whole.AsSpan(start, owned.Width).CopyTo(row);
        }

        return weights;
    }

    private static float[]? Weights(RegionGuides region, TileGrid grid, LayerName layer, int stride) =>
        region.At(layer, grid.Height / stride, grid.Width / stride);
}
