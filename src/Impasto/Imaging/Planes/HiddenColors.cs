namespace Impasto.Imaging.Planes;

/// <summary>
/// Replaces colours that nobody sees, because they are transparent, by a continuation of visible ones.
/// </summary>
/// <remarks>
/// A network sees the neighbourhood of each pixel, and a filter mixes neighbours: so a transparent pixel needs a
/// colour, and it must follow from visible colours only. Pull and push: the picture is halved again and again, colours
/// weighted by alpha; then each pixel without a colour takes that of the next smaller picture, interpolated. Source:
/// Gortler, Grzeszczuk, Szeliski and Cohen, "The Lumigraph", 1996, section 3.4.
/// </remarks>
internal static class HiddenColors
{
    /// <summary>What a picture without any visible pixel becomes: white, the colour it is shown on.</summary>
    private const float Background = 1;

    /// <summary>Fills the pixels of weight 0.</summary>
    /// <param name="pixels">Red, green and blue planes, 3 x height x width; changed.</param>
    /// <param name="weights">Opacity of each pixel, 0 or more.</param>
    /// <param name="size">Columns and rows.</param>
    public static void Fill(float[] pixels, float[] weights, (int Width, int Height) size)
    {
        int plane = weights.Length;
        if (!Array.Exists(weights, weight => weight > 0))
        {
            pixels.AsSpan().Fill(Background);
            return;
        }

        if (!Array.Exists(weights, weight => weight <= 0))
            return;
        (int Width, int Height) half = ((size.Width + 1) / 2, (size.Height + 1) / 2);
        (float[] small, float[] smallWeights) = Halve(pixels, weights, size, half);
        Fill(small, smallWeights, half);
        for (int i = 0; i < plane; i++)
        {
            if (weights[i] > 0)
                continue;
            for (int channel = 0; channel < 3; channel++)
            {
                ReadOnlySpan<float> coarse = small.AsSpan(channel * smallWeights.Length, smallWeights.Length);
                pixels[(channel * plane) + i] = Between(coarse, half, i % size.Width, i / size.Width);
            }
        }
    }

    private static (float[] Pixels, float[] Weights) Halve(
        float[] pixels, float[] weights, (int Width, int Height) size, (int Width, int Height) half)
    {
        int plane = weights.Length, target = half.Width * half.Height;
        float[] sums = new float[3 * target], sumWeights = new float[target];
        for (int i = 0; i < plane; i++)
        {
            if (weights[i] <= 0)
                continue;
            int to = (i / size.Width / 2 * half.Width) + (i % size.Width / 2);
            sumWeights[to] += weights[i];
            for (int channel = 0; channel < 3; channel++)
                sums[(channel * target) + to] += weights[i] * pixels[(channel * plane) + i];
        }

        for (int i = 0; i < sums.Length; i++)
            sums[i] = sumWeights[i % target] > 0 ? sums[i] / sumWeights[i % target] : 0;
        return (sums, sumWeights);
    }

    // Linear interpolation between the centres of the coarse pixels, which are twice as large.
    private static float Between(ReadOnlySpan<float> coarse, (int Width, int Height) half, int column, int row)
    {
        (int left, int right, float across) = Neighbours(column, half.Width);
        (int above, int below, float down) = Neighbours(row, half.Height);
        float first = Mixed(coarse[(above * half.Width) + left], coarse[(above * half.Width) + right], across);
        float second = Mixed(coarse[(below * half.Width) + left], coarse[(below * half.Width) + right], across);
        return Mixed(first, second, down);
    }

    private static (int First, int Second, float Share) Neighbours(int position, int count)
    {
        int own = position / 2, other = Math.Clamp(position % 2 == 0 ? own - 1 : own + 1, 0, count - 1);
        return (own, other, 0.25f);
    }

    private static float Mixed(float first, float second, float share) => first + (share * (second - first));
}
