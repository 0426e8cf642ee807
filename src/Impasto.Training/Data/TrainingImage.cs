using Impasto.Imaging;

namespace Impasto.Training.Data;

/// <summary>A picture kept in memory as bytes.</summary>
/// <param name="Width">Pixels a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Pixels">Interleaved RGB, 3 x width x height.</param>
internal sealed record TrainingImage(int Width, int Height, byte[] Pixels)
{
    /// <summary>Keeps a picture, as it looks on white.</summary>
    public static TrainingImage Of(Picture picture)
    {
        byte[] pixels = new byte[3 * picture.Width * picture.Height];
        picture.CopyTo(pixels, PixelLayout.Rgb24);
        return new TrainingImage(picture.Width, picture.Height, pixels);
    }

    /// <summary>A square of the picture as planes, 3 x side x side, 0 to 1.</summary>
    public float[] Square(int left, int top, int side)
    {
        var values = new float[3 * side * side];
        for (int row = 0; row < side; row++)
        {
            int source = (((top + row) * Width) + left) * 3, target = row * side;
            for (int column = 0; column < side; column++, source += 3, target++)
            {
                values[target] = Pixels[source] / 255f;
                values[target + (side * side)] = Pixels[source + 1] / 255f;
                values[target + (2 * side * side)] = Pixels[source + 2] / 255f;
            }
        }

        return values;
    }
}
