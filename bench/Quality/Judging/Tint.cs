using Impasto.Imaging;

namespace Impasto.Bench.Quality.Judging;

/// <summary>
/// Colour in the result where the painting is grey: all of a drawing, or the white paper of a painting.
/// </summary>
/// <remarks>
/// In each of ten bands of Oklab's lightness, c is the chroma that 95 % of the painting's pixels do not exceed; a band
/// with less than 0.2 % of the pixels takes the nearest other's. The painting is grey in the bands with c below 0.04.
/// <code>tint = 255 * mean over the result's pixels of max(0, chroma - c) in grey bands, 0 in others</code>
/// The photograph's colours do not count: a painting without colour gives a picture without colour.
/// </remarks>
internal static class Tint
{
    private const int Bands = 10;
    private const double Quantile = 0.95;
    private const double LeastShare = 0.002;
    private const float Grey = 0.04f;

    /// <summary>Mean excess of chroma in steps of 1/255.</summary>
    public static double Mean(Picture result, Picture painting)
    {
        float[] allowed = Allowed(painting);
        var planes = OklabPlanes.Of(result);
        float[] chroma = planes.Chroma().Values, lightness = planes.Lightness.Values;
        return 255 * Enumerable.Range(0, chroma.Length).Average(i =>
        {
            float most = allowed[Band(lightness[i])];
            return most < Grey ? Math.Max(0.0, chroma[i] - most) : 0;
        });
    }

    private static float[] Allowed(Picture painting)
    {
        var planes = OklabPlanes.Of(painting);
        ILookup<int, float> bands = planes.Lightness.Values
            .Zip(planes.Chroma().Values)
            .ToLookup(pixel => Band(pixel.First), pixel => pixel.Second);
        int least = (int)(LeastShare * painting.Width * painting.Height);
        int[] used = [.. Enumerable.Range(0, Bands).Where(band => bands[band].Count() > least)];
        return [.. Enumerable.Range(0, Bands).Select(
            band => High(bands[used.MinBy(other => Math.Abs(other - band))]))];
    }

    private static float High(IEnumerable<float> values)
    {
        float[] sorted = [.. values.Order()];
        return sorted[(int)(Quantile * (sorted.Length - 1))];
    }

    private static int Band(float lightness) => Math.Clamp((int)(lightness * Bands), 0, Bands - 1);
}
