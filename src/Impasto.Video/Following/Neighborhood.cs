using Impasto.Imaging;

namespace Impasto.Video.Following;

/// <summary>The least value and the mean of the pixels around each pixel.</summary>
internal static class Neighborhood
{
    /// <summary>The least value within some pixels, beyond the edges that of the nearest pixel.</summary>
    public static float[] Least(float[] values, PictureSize size, int radius) =>
        Both(values, size, radius, static window =>
        {
            float least = window[0];
            foreach (float value in window)
                least = Math.Min(least, value);
            return least;
        });

    /// <summary>The mean within some pixels; the same.</summary>
    public static float[] Mean(float[] values, PictureSize size, int radius) =>
        Both(values, size, radius, static window =>
        {
            float sum = 0;
            foreach (float value in window)
                sum += value;
            return sum / window.Length;
        });

    private delegate float Summary(ReadOnlySpan<float> window);

    // Both are separable: rows first, then columns.
    private static float[] Both(float[] values, PictureSize size, int radius, Summary summary)
    {
        float[] rows = new float[values.Length], result = new float[values.Length];
        Lines(values, rows, (size.Width, size.Height), (1, size.Width), radius, summary);
        Lines(rows, result, (size.Height, size.Width), (size.Width, 1), radius, summary);
        return result;
    }

    private static void Lines(
        float[] source, float[] target, (int Length, int Count) lines, (int Along, int Across) step, int radius,
        Summary summary)
    {
        float[] line = new float[lines.Length + (2 * radius)];
        for (int number = 0; number < lines.Count; number++)
        {
            int start = number * step.Across;
            for (int i = 0; i < line.Length; i++)
                line[i] = source[start + (Math.Clamp(i - radius, 0, lines.Length - 1) * step.Along)];
            for (int i = 0; i < lines.Length; i++)
                target[start + (i * step.Along)] = summary(line.AsSpan(i, (2 * radius) + 1));
        }
    }
}
