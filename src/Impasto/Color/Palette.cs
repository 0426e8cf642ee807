namespace Impasto.Color;

/// <summary>The chroma of one or several paintings: their statistics, and the range of a and b.</summary>
/// <param name="Statistics">Mean and covariance.</param>
/// <param name="LeastA">Least a of all pixels that count.</param>
/// <param name="MostA">Largest a.</param>
/// <param name="LeastB">Least b.</param>
/// <param name="MostB">Largest b.</param>
internal sealed record Palette(
    ColorStatistics Statistics, float LeastA, float MostA, float LeastB, float MostB)
{
    /// <summary>Measures a painting.</summary>
    /// <param name="painting">The painting.</param>
    /// <param name="weights">Weight of each pixel, 0 or more; null, or nothing but zeros, counts all alike.</param>
    public static Palette Of(OklabPicture painting, float[]? weights = null)
    {
        if (weights is not null && !Array.Exists(weights, weight => weight > 0))
            weights = null;
        (float leastA, float mostA) = Range(painting.A, weights);
        (float leastB, float mostB) = Range(painting.B, weights);
        return new Palette(ColorStatistics.Of(painting, weights), leastA, mostA, leastB, mostB);
    }

    /// <summary>Several paintings together, each with its weight above 0.</summary>
    public static Palette Blend(IReadOnlyList<(Palette Palette, double Weight)> parts) => new(
        ColorStatistics.Blend([.. parts.Select(part => (part.Palette.Statistics, part.Weight))]),
        parts.Min(part => part.Palette.LeastA),
        parts.Max(part => part.Palette.MostA),
        parts.Min(part => part.Palette.LeastB),
        parts.Max(part => part.Palette.MostB));

    private static (float Least, float Most) Range(ReadOnlySpan<float> values, float[]? weights)
    {
        (float least, float most) = (float.PositiveInfinity, float.NegativeInfinity);
        for (int i = 0; i < values.Length; i++)
        {
            if (weights is null || weights[i] > 0)
                (least, most) = (Math.Min(least, values[i]), Math.Max(most, values[i]));
        }

        return (least, most);
    }
}
