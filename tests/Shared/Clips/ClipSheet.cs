using Impasto.Imaging;

namespace Impasto.Tests.Clips;

/// <summary>Pictures of one size beside and below each other.</summary>
internal static class ClipSheet
{
    /// <summary>Draws a sheet.</summary>
    /// <param name="rows">Rows of equally many pictures of one size.</param>
    public static Picture Draw(IReadOnlyList<IReadOnlyList<Picture>> rows)
    {
        PictureSize one = rows[0][0].Size;
        (int width, int height) = (rows[0].Count * one.Width, rows.Count * one.Height);
        float[] pixels = new float[3 * width * height];
        for (int i = 0; i < pixels.Length; i++)
        {
            (int channel, int pixel) = Math.DivRem(i, width * height);
            (int y, int x) = Math.DivRem(pixel, width);
            Picture picture = rows[y / one.Height][x / one.Width];
            int at = (y % one.Height * one.Width) + (x % one.Width);
            pixels[i] = picture.Pixels[(channel * one.Width * one.Height) + at];
        }

        return new Picture(width, height, pixels);
    }
}
