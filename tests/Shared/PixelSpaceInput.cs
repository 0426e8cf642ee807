using Impasto.Engines;
using Impasto.Points;
using Impasto.Tiles;

namespace Impasto.Tests;

internal static class PixelSpaceInput
{
    /// <summary>A whole picture as the network's input.</summary>
    public static NetworkInput ToInput(this PixelSpace space, float[] point, int width, int height)
    {
        float[] input = new float[point.Length];
        space.ReadInput(
            point, new PixelArea(0, 0, width, height), TileGrid.Of(width, height, int.MaxValue, default), input);
        return new NetworkInput(input, width, height);
    }
}
