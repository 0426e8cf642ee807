using Impasto.Imaging;

namespace Impasto.Objectives;

/// <summary>The parts of a picture: those with styles, and those that keep the content.</summary>
/// <param name="Parts">Every part with styles.</param>
/// <param name="Kept">The share of the content at each pixel, height x width; null if no part keeps it.</param>
internal sealed record RegionPlan(IReadOnlyList<RegionPart> Parts, float[]? Kept)
{
    // A share in per cent needs no more pixels.
    private const int LongestLook = 1024;

    /// <summary>
    /// Divides a picture: each region gets its feathered mask times the share that the regions before it left, and the
    /// run's own styles get the rest, so that all weights sum to 1 at every pixel.
    /// </summary>
    public static RegionPlan Divide(
        IReadOnlyList<StylizeRegion> regions, IReadOnlyList<WeightedStyle> styles, double feather, PictureSize size)
    {
        if (regions.Count == 0)
            return new RegionPlan(styles.Count > 0 ? [new RegionPart("the picture", null, 1, styles)] : [], null);
        float[] rest = Filled(size), kept = new float[rest.Length];
        List<RegionPart> parts = [];
        double deviation = feather / 100 * size.Longer;
        for (int r = 0; r < regions.Count; r++)
        {
            float[] weights = Take(rest, regions[r].Mask.Resize(size.Width, size.Height).Feather(deviation));
            if (regions[r].IsKept)
                Add(kept, weights);
            else
                parts.Add(new RegionPart($"region {r + 1}", weights, Share(weights), regions[r].Styles));
        }

        if (styles.Count > 0)
            parts.Add(new RegionPart("the rest", rest, Share(rest), styles));
        return new RegionPlan(parts, regions.Any(region => region.IsKept) ? kept : null);
    }

    /// <summary>The share of the picture that each region gets, 0 to 1, with hard edges.</summary>
    /// <param name="regions">The regions; where they overlap, the first counts.</param>
    /// <param name="size">The picture's size; a large picture is looked at in a smaller size.</param>
    public static IReadOnlyList<double> Shares(IReadOnlyList<StylizeRegion> regions, PictureSize size)
    {
        double scale = Math.Min(1, (double)LongestLook / size.Longer);
        var look = new PictureSize(Side(size.Width), Side(size.Height));
        float[] rest = Filled(look);
        return [.. regions.Select(region => Share(Take(rest, region.Mask.Resize(look.Width, look.Height))))];

        int Side(int pixels) => Math.Max(1, (int)Math.Round(pixels * scale));
    }

    private static float[] Filled(PictureSize size)
    {
        float[] values = new float[size.Width * size.Height];
        values.AsSpan().Fill(1);
        return values;
    }

    private static float[] Take(float[] rest, Mask mask)
    {
        float[] weights = new float[rest.Length];
        for (int i = 0; i < rest.Length; i++)
        {
            weights[i] = rest[i] * mask.Values[i];
            rest[i] -= weights[i];
        }

        return weights;
    }

    private static void Add(float[] target, float[] weights)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] = Math.Min(1, target[i] + weights[i]);
    }

    private static double Share(float[] weights) => weights.Sum(weight => (double)weight) / weights.Length;
}
