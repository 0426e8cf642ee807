using Impasto.Imaging;

namespace Impasto.Samples.Packaged;

/// <summary>Small pictures without files.</summary>
internal static class Drawings
{
    /// <summary>Diagonal stripes in two colours.</summary>
    /// <param name="side">Pixels a side.</param>
    /// <param name="period">Pixels from one stripe to the next.</param>
    public static Picture Stripes(int side, int period)
    {
        float[] pixels = new float[3 * side * side];
        for (int i = 0; i < side * side; i++)
        {
            bool bright = ((i / side) + (i % side)) / (period / 2) % 2 == 0;
            pixels[i] = bright ? 0.9f : 0.1f;
            pixels[(side * side) + i] = bright ? 0.6f : 0.2f;
            pixels[(2 * side * side) + i] = bright ? 0.2f : 0.5f;
        }

        return new Picture(side, side, pixels);
    }
}
