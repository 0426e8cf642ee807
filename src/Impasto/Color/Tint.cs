using Impasto.Imaging;

namespace Impasto.Color;

/// <summary>Puts a photograph's chroma, brought to the palette of paintings, on the lightness of a result.</summary>
/// <remarks>
/// In Oklab: (a, b)' = A ((a, b) - m_photo) + m_painting with A S A^T = T for the covariances S of the photograph's
/// chroma and T of the painting's, A symmetric (<see cref="LinearColorMap"/>). Then a and b are smoothed by a filter
/// that follows the result's lightness, so that colours end where its forms do, and limited to the painting's range.
/// Source: the last step of Kolkin, Kucera, Paris, Sykora, Shechtman and Shakhnarovich, "Neural Neighbor Style
/// Transfer", 2022. Differs from it: a guided filter whose reach grows with the picture instead of a bilateral one of a
/// few pixels, so that a large picture looks like a small one.
/// </remarks>
internal static class Tint
{
    // Windows of 1/64 of the longer side.
    private const double RadiusShare = 1.0 / 128;

    // Squared difference of lightness above which colours are kept apart.
    private const double Contrast = 0.05 * 0.05;

    /// <summary>The tinted result, within 0 to 1; alpha stays.</summary>
    /// <param name="result">Gives the lightness; not changed.</param>
    /// <param name="photo">Gives the chroma, of the same size; what is transparent does not count.</param>
    /// <param name="parts">The parts with paintings; the rest keeps the photograph's chroma.</param>
    public static Picture Apply(Picture result, Picture photo, IReadOnlyList<TintPart> parts)
    {
        OklabPicture colors = OklabPicture.Of(photo);
        Recolor(colors, photo.Alpha, parts);
        float[] lightness = OklabPicture.LightnessOf(result);
        lightness.CopyTo(colors.Lightness);
        int radius = Math.Max(1, (int)Math.Round(RadiusShare * result.Size.Longer));
        var filter = new GuidedFilter(lightness, result.Size, radius, Contrast);
        filter.Apply(colors.A);
        filter.Apply(colors.B);
        Limit(colors, parts);
        return colors.ToPicture(result);
    }

    /// <summary>Brings the chroma of a picture to the palettes of its parts; lightness stays.</summary>
    /// <param name="colors">The picture.</param>
    /// <param name="alpha">Its opacity; null if it is opaque.</param>
    /// <param name="parts">The parts.</param>
    internal static void Recolor(OklabPicture colors, float[]? alpha, IReadOnlyList<TintPart> parts)
    {
        LinearColorMap[] maps = [.. parts.Select(part => LinearColorMap.Between(
            ColorStatistics.Of(colors, Product(part.Guide, alpha)).OfChroma(),
            part.Palette.Statistics.OfChroma(),
            ColorMatchMode.Symmetric))];
        Span<float> planeA = colors.A, planeB = colors.B;
        for (int i = 0; i < planeA.Length; i++)
        {
            (double ownA, double ownB) = (planeA[i], planeB[i]);
            double sumA = 0, sumB = 0, rest = 1;
            for (int part = 0; part < maps.Length; part++)
            {
                double share = parts[part].Guide?[i] ?? 1;
                (double a, double b) = maps[part].Apply(ownA, ownB);
                (sumA, sumB, rest) = (sumA + (share * a), sumB + (share * b), rest - share);
            }

            planeA[i] = (float)(sumA + (rest * ownA));
            planeB[i] = (float)(sumB + (rest * ownB));
        }
    }

    // Where parts meet, the range is that of both; what belongs to no painting has none.
    private static void Limit(OklabPicture colors, IReadOnlyList<TintPart> parts)
    {
        const float Whole = 1 - 1e-4f;
        Span<float> a = colors.A, b = colors.B;
        for (int i = 0; i < a.Length; i++)
        {
            float covered = 0, leastA = float.MaxValue, mostA = float.MinValue, leastB = leastA, mostB = mostA;
            foreach (TintPart part in parts)
            {
                float share = part.Guide?[i] ?? 1;
                if (!(share > 0))
                    continue;
                covered += share;
                (leastA, mostA) = (Math.Min(leastA, part.Palette.LeastA), Math.Max(mostA, part.Palette.MostA));
                (leastB, mostB) = (Math.Min(leastB, part.Palette.LeastB), Math.Max(mostB, part.Palette.MostB));
            }

            if (covered < Whole)
                continue;
            a[i] = Math.Clamp(a[i], leastA, mostA);
            b[i] = Math.Clamp(b[i], leastB, mostB);
        }
    }

    /// <summary>How much each pixel counts by a guide and by its opacity; null if all count fully.</summary>
    internal static float[]? Product(float[]? guide, float[]? alpha)
    {
        if (guide is null || alpha is null)
            return guide ?? alpha;
        float[] product = [.. guide];
        for (int i = 0; i < product.Length; i++)
            product[i] *= alpha[i];
        return product;
    }
}
