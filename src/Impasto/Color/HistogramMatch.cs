namespace Impasto.Color;

/// <summary>Maps the whole distribution of one picture's colours onto another's.</summary>
/// <remarks>
/// Each round rotates both pictures' colours to random axes and maps the distribution along each axis through its
/// quantiles. Source: Pitie, Kokaram and Dahyot, "N-dimensional probability density function transfer and its
/// application to colour transfer", ICCV 2005. Differs from the paper: no correction of the grain afterwards, since
/// only statistics follow.
/// </remarks>
internal static class HistogramMatch
{
    // The distance falls below what 8 bits show after about a dozen rounds.
    private const int Rounds = 16;
    private const int Quantiles = 512;

    // The axes must be the same in every run; any seed serves.
    private const int Seed = 1;

    /// <summary>Gives the picture the other's colours.</summary>
    /// <param name="picture">The picture to change.</param>
    /// <param name="wanted">The one to resemble.</param>
    /// <param name="ownWeights">Weights of the picture's pixels; null counts all alike.</param>
    /// <param name="wantedWeights">Weights of the other's pixels; null counts all alike.</param>
    public static void Apply(
        OklabPicture picture, OklabPicture wanted, float[]? ownWeights, float[]? wantedWeights)
    {
        var random = new Random(Seed);
        float[] pixels = picture.Planes;
        for (int round = 0; round < Rounds; round++)
        {
            // The first round matches L, a and b as they are.
            double[] axes = round == 0 ? [1, 0, 0, 0, 1, 0, 0, 0, 1] : Rotation(random);
            float[] own = Turn(pixels, axes, transposed: false), other = Turn(wanted.Planes, axes, transposed: false);
            for (int axis = 0; axis < 3; axis++)
            {
                Span<float> plane = Plane(own, axis);
                Match(plane, Levels(plane, ownWeights), Levels(Plane(other, axis), wantedWeights));
            }

            pixels = Turn(own, axes, transposed: true);
        }

        pixels.CopyTo(picture.Planes, 0);
    }

    private static Span<float> Plane(float[] pixels, int axis) =>
        pixels.AsSpan(axis * (pixels.Length / 3), pixels.Length / 3);

    private static void Match(Span<float> own, double[] from, double[] to)
    {
        for (int i = 0; i < own.Length; i++)
            own[i] = (float)Carry(own[i], from, to);
    }

    // Beyond the ends values shift as the ends do; a value of several equal quantiles goes to the middle of theirs.
    private static double Carry(double value, double[] from, double[] to)
    {
        if (value <= from[0])
            return to[0] + value - from[0];
        if (value >= from[^1])
            return to[^1] + value - from[^1];
        int found = Array.BinarySearch(from, value);
        int above = found >= 0 ? found : ~found, below = found >= 0 ? found : above - 1;
        while (below > 0 && from[below - 1] == value)
            below--;
        while (above < from.Length - 1 && from[above + 1] == value)
            above++;
        double share = from[above] > from[below] ? (value - from[below]) / (from[above] - from[below]) : 0.5;
        return to[below] + (share * (to[above] - to[below]));
    }

    private static double[] Levels(ReadOnlySpan<float> values, float[]? weights)
    {
        float[] sorted = values.ToArray(), shares = weights is null ? [] : [.. weights];
        if (weights is null || !weights.Any(weight => weight > 0))
        {
            Array.Sort(sorted);
            long last = sorted.Length - 1;
            return [.. Enumerable.Range(0, Quantiles).Select(k => (double)sorted[k * last / (Quantiles - 1)])];
        }

        Array.Sort(sorted, shares);
        double sum = shares.Sum(share => (double)share), passed = 0;
        double[] levels = new double[Quantiles];
        int next = 0;
        for (int i = 0; i < sorted.Length && next < Quantiles; i++)
        {
            if (shares[i] <= 0)
                continue;
            passed += shares[i];
            while (next < Quantiles && passed >= sum * next / (Quantiles - 1) * (1 - 1e-12))
                levels[next++] = sorted[i];
        }

        return levels;
    }

    private static float[] Turn(float[] pixels, double[] axes, bool transposed)
    {
        int plane = pixels.Length / 3;
        float[] result = new float[pixels.Length];
        for (int c = 0; c < 3; c++)
        {
            (float x, float y, float z) = transposed
                ? ((float)axes[c], (float)axes[3 + c], (float)axes[6 + c])
                : ((float)axes[3 * c], (float)axes[(3 * c) + 1], (float)axes[(3 * c) + 2]);
            for (int i = 0; i < plane; i++)
                result[(c * plane) + i] = (x * pixels[i]) + (y * pixels[plane + i]) + (z * pixels[(2 * plane) + i]);
        }

        return result;
    }

    // A unit quaternion, evenly distributed. Source: Shoemake, "Uniform random rotations", 1992.
    private static double[] Rotation(Random random)
    {
        double u = random.NextDouble();
        double first = 2 * Math.PI * random.NextDouble(), second = 2 * Math.PI * random.NextDouble();
        double x = Math.Sqrt(1 - u) * Math.Sin(first), y = Math.Sqrt(1 - u) * Math.Cos(first);
        double z = Math.Sqrt(u) * Math.Sin(second), w = Math.Sqrt(u) * Math.Cos(second);
        return
        [
            1 - (2 * ((y * y) + (z * z))), 2 * ((x * y) - (z * w)), 2 * ((x * z) + (y * w)),
            2 * ((x * y) + (z * w)), 1 - (2 * ((x * x) + (z * z))), 2 * ((y * z) - (x * w)),
            2 * ((x * z) - (y * w)), 2 * ((y * z) + (x * w)), 1 - (2 * ((x * x) + (y * y))),
        ];
    }
}
