using Impasto.Imaging;

namespace Impasto.Tests;

/// <summary>Small pictures for tests that need no file.</summary>
internal static class TestPictures
{
    /// <summary>Independent values in 0 to 1.</summary>
    public static Picture Noise(int width, int height, int seed)
    {
        var random = new Random(seed);
        return new Picture(
            width, height, [.. Enumerable.Range(0, 3 * width * height).Select(_ => random.NextSingle())]);
    }

    /// <summary>The picture with every value rounded as a file of 8 bits does.</summary>
    public static Picture EightBits(Picture picture) =>
        new(
            picture.Width,
            picture.Height,
            [.. picture.Pixels.Select(value => MathF.Round(Math.Clamp(value, 0, 1) * 255) / 255f)]);

    /// <summary>One colour.</summary>
    public static Picture Flat(int width, int height, float value) =>
        new(width, height, [.. Enumerable.Repeat(value, 3 * width * height)]);

    /// <summary>Colours that run smoothly across and down, with alpha that does, too.</summary>
    public static Picture Ramp(int width, int height)
    {
        int plane = width * height;
        float[] pixels = new float[3 * plane], alpha = new float[plane];
        for (int i = 0; i < plane; i++)
        {
            float x = (float)(i % width) / width, y = (float)(i / width) / height;
            (pixels[i], pixels[plane + i], pixels[(2 * plane) + i], alpha[i]) = (x, y, (x + y) / 2, 1 - x);
        }

        return new Picture(width, height, pixels, alpha);
    }
}
