using Impasto.Imaging;

namespace Impasto.Bench;

/// <summary>Pictures of any size with both smooth parts and noise, 8 bits.</summary>
internal static class BenchPictures
{
    public static Picture Draw(int width, int height, int seed)
    {
        var random = new Random(seed);
        double slant = random.NextDouble() * Math.PI;
        float[] pixels = new float[3 * width * height];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i % width, y = i / width % height, channel = i / (width * height);
            double wave = Math.Sin(((x * Math.Cos(slant)) + (y * Math.Sin(slant))) / (15 + (10 * channel)));
            pixels[i] = MathF.Round((float)(127 + (90 * wave) + (30 * random.NextDouble()))) / 255f;
        }

        return new Picture(width, height, pixels);
    }
}
