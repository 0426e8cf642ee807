using Impasto.Networks;

namespace Impasto.Tiles;

/// <summary>
/// The margins a tile needs around its core, so that the core's features are those of the whole picture.
/// </summary>
/// <param name="Grid">Tiles begin at multiples of this, so that poolings see the same windows.</param>
/// <param name="Before">Pixels to the left and above, a multiple of <paramref name="Grid"/>.</param>
/// <param name="After">Pixels to the right and below.</param>
internal readonly record struct TileMargins(int Grid, int Before, int After)
{
    /// <summary>
    /// For features up to a layer: the receptive field's radius, rounded up to the grid before the tile.
    /// </summary>
    public static TileMargins Of(Network network, LayerName deepest)
    {
        LayerInfo layer = network.Layer(deepest);
        int radius = layer.Radius, grid = layer.Stride;
        return new TileMargins(grid, (radius + grid - 1) / grid * grid, radius);
    }

    /// <summary>The same for tiles that begin at multiples of a coarser grid.</summary>
    /// <param name="grid">A multiple or a divisor of <see cref="Grid"/>.</param>
    public TileMargins On(int grid)
    {
        int coarser = Math.Max(Grid, grid);
        return this with { Grid = coarser, Before = (Before + coarser - 1) / coarser * coarser };
    }
}
