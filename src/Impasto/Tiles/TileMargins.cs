using Impasto.Networks;

namespace Impasto.Tiles;

/// <summary>What a tile needs around the pixels whose features it owns, so that these features are those of the whole picture.</summary>
/// <param name="Grid">Tiles begin at multiples of this, else poolings would see other windows.</param>
/// <param name="Before">Pixels to the left and above, a multiple of <paramref name="Grid"/>.</param>
/// <param name="After">Pixels to the right and below.</param>
internal readonly record struct TileMargins(int Grid, int Before, int After)
{
    /// <summary>For features up to a layer: the receptive field's radius, brought to the grid before the tile.</summary>
    public static TileMargins Of(Network network, LayerName deepest)
    {
        int radius = ReceptiveField.Radius(network, deepest), grid = deepest.Stride;
        return new TileMargins(grid, (radius + grid - 1) / grid * grid, radius);
    }
}
