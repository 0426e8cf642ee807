using System.Security.Cryptography;
using System.Text;
using Impasto.Imaging;

namespace Impasto.Bench.Quality.Judging;

/// <summary>One picture with photograph, painting and two results beside each other, whose order is hidden.</summary>
internal static class BlindSheet
{
    private const int Gap = 8;

    /// <summary>Whether the first of both results goes to the left: by chance, always the same for a pair.</summary>
    public static bool IsFirstLeft(string pair, int seed) =>
        (SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {pair}"))[0] & 1) == 0;

    /// <summary>All at the height of the left result, with white between.</summary>
    public static Picture Of(Picture photograph, Picture painting, Picture left, Picture right)
    {
        int height = left.Height;
        Picture[] parts = [.. new[] { photograph, painting, left, right }.Select(part => Resampler.Resize(
            part.OnWhite(), Math.Max(1, (int)Math.Round((double)part.Width * height / part.Height)), height))];
        int width = parts.Sum(part => part.Width) + (Gap * (parts.Length - 1));
        float[] pixels = new float[3 * width * height];
        pixels.AsSpan().Fill(1);
        int start = 0;
        foreach (Picture part in parts)
        {
            for (int line = 0; line < 3 * height; line++)
                part.Pixels.AsSpan(line * part.Width, part.Width).CopyTo(pixels.AsSpan((line * width) + start));
            start += part.Width + Gap;
        }

        return new Picture(width, height, pixels);
    }
}
