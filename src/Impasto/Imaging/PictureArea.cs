using System.Globalization;

namespace Impasto.Imaging;

/// <summary>A rectangle of a picture in its pixels.</summary>
/// <param name="X">First column, 0 or more.</param>
/// <param name="Y">First row, 0 or more.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
public readonly record struct PictureArea(int X, int Y, int Width, int Height)
{
    /// <summary>Whether the rectangle lies inside a picture of a size.</summary>
    /// <param name="size">Columns and rows of the picture.</param>
    public bool IsInside(PictureSize size) =>
        X >= 0 && Y >= 0 && Width > 0 && Height > 0
        && X + (long)Width <= size.Width && Y + (long)Height <= size.Height;

    /// <summary>The rectangle's part of planes that follow one another.</summary>
    /// <param name="planes">Planes x height x width.</param>
    /// <param name="size">Columns and rows of a plane.</param>
    internal float[] Cut(float[] planes, PictureSize size)
    {
        int count = (int)(planes.Length / size.Pixels);
        float[] result = new float[count * Width * Height];
        for (int line = 0; line < count * Height; line++)
        {
            int row = (line / Height * size.Height) + Y + (line % Height);
            planes.AsSpan((row * size.Width) + X, Width).CopyTo(result.AsSpan(line * Width, Width));
        }

        return result;
    }

    /// <summary>The text x,y,width,height.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{X},{Y},{Width},{Height}");
}
