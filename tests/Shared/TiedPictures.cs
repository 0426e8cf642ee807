using Impasto.Engines;

namespace Impasto.Tests;

/// <summary>Pictures in which neighbours are equal, so that max pooling has to choose among equal values.</summary>
internal static class TiedPictures
{
    public const int Width = 64;
    public const int Height = 48;

    /// <summary>flat: one colour. saturated: large squares of 0 and 1. enlarged: each value 4 x 4 times.</summary>
    public static NetworkInput Of(string kind) => new(Values(kind, Width, Height), Width, Height);

    /// <summary>The same at any size: 3 x height x width values.</summary>
    public static float[] Values(string kind, int width, int height)
    {
        float[] noise = TestNetworks.Values(new Random(3), 3 * width * height, 0.2);
        float[] values = new float[noise.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int channel = i / (width * height), y = i / width % height, x = i % width;
            values[i] = kind switch
            {
                "flat" => 0.3f + (0.2f * channel),
                "saturated" => ((x / 16) + (y / 16) + channel) % 2,
                _ => 0.5f + noise[(((channel * height) + (y / 4 * 4)) * width) + (x / 4 * 4)],
            };
        }

        return values;
    }

    /// <summary>|found - expected| / |expected|.</summary>
    public static double Error(float[] expected, float[] found) => Math.Sqrt(
        expected.Zip(found, (one, other) => Math.Pow(one - other, 2)).Sum()
        / expected.Sum(value => (double)value * value));
}
