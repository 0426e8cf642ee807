namespace Impasto.Tiles;

/// <summary>
/// A rectangle of the picture that runs through the network alone; the features of its core are exact.
/// </summary>
/// <param name="Core">Pixels whose features count; the cores of all tiles together are the picture.</param>
/// <param name="Area">The core with its margins, cut at the picture's edge.</param>
internal sealed record Tile(PixelArea Core, PixelArea Area)
{
    /// <summary>Positions of a layer that count, in the tile's own rows and columns.</summary>
    /// <remarks>Rows and columns that pooling drops at the picture's end are positions of no tile.</remarks>
    /// <param name="stride">Pixels between the layer's positions.</param>
    public PixelArea Owned(int stride)
    {
        (int left, int width) = Owned(Core.Left - Area.Left, Core.Right - Area.Left, Area.Width, stride);
        (int top, int height) = Owned(Core.Top - Area.Top, Core.Bottom - Area.Top, Area.Height, stride);
        return new PixelArea(left, top, width, height);
    }

    /// <summary>The same positions in the picture's rows and columns.</summary>
    /// <param name="stride">Pixels between the layer's positions.</param>
    public PixelArea OwnedInPicture(int stride)
    {
        PixelArea owned = Owned(stride);
        return owned with { Left = (Area.Left / stride) + owned.Left, Top = (Area.Top / stride) + owned.Top };
    }

    /// <summary>A layer's size in the tile.</summary>
    /// <param name="stride">Pixels between the layer's positions.</param>
    public (int Height, int Width) SizeAt(int stride) => (Area.Height / stride, Area.Width / stride);

    // A core ends on the grid, or at the picture's end, where the tile's layer has as many positions as the picture's.
    private static (int First, int Count) Owned(int first, int end, int length, int stride) =>
        (first / stride, Math.Min(length, end) / stride - (first / stride));
}
