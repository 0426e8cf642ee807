namespace Impasto.Tiles;

/// <summary>A rectangle of pixels or of a layer's positions.</summary>
/// <param name="Left">The first column, from 0.</param>
/// <param name="Top">The first row, from 0.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public readonly record struct PixelArea(int Left, int Top, int Width, int Height)
{
    /// <summary>One beyond the last column.</summary>
    public int Right => Left + Width;

    /// <summary>One beyond the last row.</summary>
    public int Bottom => Top + Height;

    /// <summary>Number of pixels or positions.</summary>
    public long Count => (long)Width * Height;
}
