using Impasto.Imaging;

namespace Impasto.Bench.Quality.Judging;

/// <summary>Long straight edges across the middle, as the border of a painting's sheet makes them.</summary>
/// <remarks>
/// L is Oklab's lightness blurred with 0.4 % of the diagonal. A row rises or falls at column x if within 0.75 % of the
/// width L changes there by more than 0.03 between the columns beside one, and twice as much as between the rows. The
/// share of column x is |rows that rise - rows that fall| / rows: strokes do both, an edge does one. The value is the
/// largest share that is 4 % of the width inside, if the photograph has less than half of it near there, and likewise
/// for lying edges. Above 0.5 it is a fault: 60 % of a side, less some
/// strokes that fall where the edge rises.
/// </remarks>
internal static class SheetEdges
{
    public const double Fault = 0.5;

    private const double Deviation = 0.004;
    private const double Tolerance = 0.0075;
    private const double Margin = 0.04;
    private const float LeastChange = 0.03f;

    /// <summary>The largest share, 0 to 1.</summary>
    public static double Largest(Picture result, Picture photograph)
    {
        Plane mine = Soft(result), theirs = Soft(photograph);
        return Math.Max(
            Largest(mine, theirs, mine.Width, mine.Height, (plane, x, y) => plane.At(x, y)),
            Largest(mine, theirs, mine.Height, mine.Width, (plane, x, y) => plane.At(y, x)));
    }

    private static Plane Soft(Picture picture)
    {
        var lightness = Plane.LightnessOf(picture);
        return lightness.Smooth(Deviation * lightness.Diagonal);
    }

    private static double Largest(
        Plane mine, Plane theirs, int width, int height, Func<Plane, int, int, float> value)
    {
        int tolerance = Math.Max(1, (int)Math.Round(Tolerance * width)), margin = (int)Math.Ceiling(Margin * width);
        double[] found = Shares(mine), own = Shares(theirs);
        double largest = 0;
        for (int x = margin; x < width - margin; x++)
        {
            double near = own[Math.Max(0, x - (2 * tolerance))..Math.Min(width, x + (2 * tolerance) + 1)].Max();
            if (near < found[x] / 2)
                largest = Math.Max(largest, found[x]);
        }

        return largest;

        double[] Shares(Plane plane)
        {
            int[] rising = Rows(plane, 1), falling = Rows(plane, -1);
            return [.. rising.Zip(falling, (up, down) => Math.Abs(up - down) / (double)height)];
        }

        // By column, the rows whose lightness changes in that direction near there.
        int[] Rows(Plane plane, int sign)
        {
            int[] counts = new int[width], last = [.. Enumerable.Repeat(-1, width)];
            for (int y = 0; y < height; y++)
            {
                for (int x = 1; x < width - 1; x++)
                {
                    float across = sign * (value(plane, x + 1, y) - value(plane, x - 1, y));
                    float along = Math.Abs(value(plane, x, y + 1) - value(plane, x, y - 1));
                    if (across <= LeastChange || across <= 2 * along)
                        continue;
                    for (int at = Math.Max(0, x - tolerance); at <= Math.Min(width - 1, x + tolerance); at++)
                    {
                        counts[at] += last[at] == y ? 0 : 1;
                        last[at] = y;
                    }
                }
            }

            return counts;
        }
    }
}
