using Impasto.Imaging;

namespace Impasto.Bench.Quality.Judging;

/// <summary>
/// How many of the photograph's contours the result shows, and how few others: 1 for all and no other.
/// </summary>
/// <remarks>
/// Contours of both by <see cref="ContourMap"/> at 0.5 % of the diagonal. The photograph's are its strongest pixels, up
/// to 3 % of all, above 0.01. Two pixels meet within 0.75 % of the diagonal if their directions differ by 30 degrees at
/// most: a painting's strokes are everywhere, but lie along a contour by chance only.
/// <code>
/// recall    = share of the photograph's contours that meet one of the result's
/// precision = share of the result's that meet one of the photograph's
/// F = 2 precision recall / (precision + recall), the largest over the result's strongest 1/2, 1, 3/2, 2 and 3 times as
///     many pixels as the photograph has contours
/// </code>
/// Source: Martin, Fowlkes and Malik, "Learning to detect natural image boundaries", 2004. Differs from the paper: a
/// contour may meet several, directions count.
/// </remarks>
internal static class KeptContours
{
    private const double Deviation = 0.005;
    private const double Reach = 0.0075;
    private const double MostPixels = 0.03;
    private const float LeastStrength = 0.01f;
    private static readonly double LeastCosine = Math.Cos(Math.PI / 6);
    private static readonly double[] Shares = [0.5, 1, 1.5, 2, 3];

    /// <summary>The F-score; 1 if the photograph has no contours.</summary>
    public static double Score(Picture result, Picture photograph)
    {
        double diagonal = Math.Sqrt(((double)result.Width * result.Width) + ((double)result.Height * result.Height));
        ContourMap found = ContourMap.Of(result, Deviation * diagonal);
        ContourMap all = ContourMap.Of(photograph, Deviation * diagonal);
        Contour[] wanted = [.. all.StrongestFirst
            .TakeWhile(at => at.Strength > LeastStrength)
            .Take((int)(MostPixels * result.Width * result.Height))];
        if (wanted.Length == 0)
            return 1;
        double reach = Math.Max(1, Reach * diagonal);
        return Shares.Max(share => Score(
            [.. found.StrongestFirst.Take((int)(share * wanted.Length))], wanted, result.Size, reach));
    }

    private static double Score(Contour[] found, Contour[] wanted, PictureSize size, double reach)
    {
        if (found.Length == 0)
            return 0;
        double precision = Met(found, wanted, size, reach), recall = Met(wanted, found, size, reach);
        return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
    }

    private static double Met(Contour[] searching, Contour[] others, PictureSize size, double reach)
    {
        float[] angles = new float[size.Width * size.Height];
        angles.AsSpan().Fill(float.NaN);
        foreach (Contour other in others)
            angles[(other.Y * size.Width) + other.X] = other.Angle;
        int side = (int)reach;
        (int X, int Y)[] near = [.. from y in Enumerable.Range(-side, (2 * side) + 1)
                                    from x in Enumerable.Range(-side, (2 * side) + 1)
                                    where (x * x) + (y * y) <= reach * reach
                                    select (x, y)];
        return searching.Count(at => near.Any(step => Meets(at, at.X + step.X, at.Y + step.Y)))
            / (double)searching.Length;

        bool Meets(Contour at, int x, int y) =>
            x >= 0 && y >= 0 && x < size.Width && y < size.Height
                && Math.Abs(Math.Cos(at.Angle - angles[(y * size.Width) + x])) >= LeastCosine;
    }
}
