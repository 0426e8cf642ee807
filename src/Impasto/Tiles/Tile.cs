using Impasto.Networks;

namespace Impasto.Tiles;

/// <summary>A part of a picture that goes through the network on its own, and the part of it whose features are exact there.</summary>
/// <param name="Core">Pixels whose features count; the cores of all tiles together are the picture.</param>
/// <param name="Area">The core with its margins, cut at the picture's edge.</param>
internal sealed record Tile(PixelArea Core, PixelArea Area)
{
    /// <summary>Positions of a layer that count, in the tile's own rows and columns.</summary>
    /// <remarks>Rows and columns that pooling drops at the picture's end are positions of no tile.</remarks>
    public PixelArea Owned(LayerName layer)
    {
        (int left, int width) = Owned(Core.Left - Area.Left, Core.Right - Area.Left, Area.Width, layer.Stride);
        (int top, int height) = Owned(Core.Top - Area.Top, Core.Bottom - Area.Top, Area.Height, layer.Stride);
        return new PixelArea(left, top, width, height);
    }

    /// <summary>The layer's size in the tile.</summary>
    public (int Height, int Width) SizeAt(LayerName layer) => (Area.Height / layer.Stride, Area.Width / layer.Stride);

    // A core ends on the grid, or at the picture's end, where the tile's layer has as many positions as the picture's.
    private static (int First, int Count) Owned(int first, int end, int length, int stride) =>
        (first / stride, Math.Min(length, end) / stride - (first / stride));
}
