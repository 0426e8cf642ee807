using Impasto.Engines;

namespace Impasto.Tests;

/// <summary>Pictures in which neighbours are equal, so that max pooling has to choose among equal values.</summary>
internal static class TiedPictures
{
    public const int Width = 64;
    public const int Height = 48;

    /// <summary>flat: one colour. saturated: large squares of 0 and 1. enlarged: each value 4 x 4 times.</summary>
    public static NetworkInput Of(string kind)
    {
        float[] noise = TestNetworks.Values(new Random(3), 3 * Width * Height, 0.2);
        float[] values = new float[noise.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int channel = i / (Width * Height), y = i / Width % Height, x = i % Width;
            values[i] = kind switch
            {
                "flat" => 0.3f + (0.2f * channel),
                "saturated" => ((x / 16) + (y / 16) + channel) % 2,
                _ => 0.5f + noise[(((channel * Height) + (y / 4 * 4)) * Width) + (x / 4 * 4)],
            };
        }

        return new NetworkInput(values, Width, Height);
    }

    /// <summary>|found - expected| / |expected|.</summary>
    public static double Error(float[] expected, float[] found) => Math.Sqrt(
        expected.Zip(found, (one, other) => Math.Pow(one - other, 2)).Sum()
        / expected.Sum(value => (double)value * value));
}
