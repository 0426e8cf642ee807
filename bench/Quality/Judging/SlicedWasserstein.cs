using Impasto.Imaging;
using Impasto.Numerics;

namespace Impasto.Bench.Quality.Judging;

/// <summary>
/// How far the patches of a result, all together, are from those of its painting: are the strokes in proportion?
/// </summary>
/// <remarks>
/// In each of four bands of a Laplacian pyramid, with 4096 patches p of the result, as many q of the painting, and 48
/// random unit vectors v:
/// <code>
/// W^2  = mean over v of mean over i of (i-th smallest v p - i-th smallest v q)^2
/// S^2  = mean over v of the variance of v q
/// distance = mean over bands of W / (S + 2/255)
/// </code>
/// 0 for the painting itself; the order of the patches does not count. Source: Rabin, Peyre, Delon and Bernot,
/// "Wasserstein barycenter and its application to texture mixing", 2011; in bands of patches: Karras, Aila, Laine and
/// Lehtinen, "Progressive growing of GANs", 2018, section 5. Differs from the latter: colours keep their mean and
/// deviation, and a band counts relative to what the painting has there.
/// </remarks>
internal static class SlicedWasserstein
{
    public const int Bands = 4;

    private const int Samples = 4096;
    private const int Directions = 48;
    private const int Seed = 1;
    private const double Visible = 2 / 255.0;

    public static double Distance(Picture result, Picture painting)
    {
        float[][] directions = RandomDirections();
        IEnumerable<double> bands = Shrunk.Bands(result, Bands).Zip(
            Shrunk.Bands(painting, Bands), (mine, theirs) => Distance(mine, theirs, directions));
        return bands.Average();
    }

    private static double Distance(Picture mine, Picture theirs, float[][] directions)
    {
        float[] found = Sample(mine), wanted = Sample(theirs);
        double squares = 0, variance = 0;
        foreach (float[] direction in directions)
        {
            float[] have = Sorted(found, direction), want = Sorted(wanted, direction);
            squares += have.Zip(want, (a, b) => (double)(a - b) * (a - b)).Sum();
            double mean = want.Average(value => (double)value);
            variance += want.Sum(value => (value - mean) * (value - mean));
        }

        double count = (double)Samples * directions.Length;
        return Math.Sqrt(squares / count) / (Math.Sqrt(variance / count) + Visible);
    }

    private static float[] Sample(Picture picture)
    {
        var patches = new Patches(picture);
        int[] chosen = patches.Spread(Samples);
        float[] values = new float[Samples * Patches.Padded];
        for (int i = 0; i < chosen.Length; i++)
            patches.Copy(chosen[i], values.AsSpan(i * Patches.Padded, Patches.Padded));
        return values;
    }

    private static float[] Sorted(float[] patches, float[] direction)
    {
        float[] along = new float[Samples];
        for (int i = 0; i < along.Length; i++)
            along[i] = Patches.Dot(patches.AsSpan(i * Patches.Padded, Patches.Padded), direction);
        Array.Sort(along);
        return along;
    }

    private static float[][] RandomDirections()
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, Directions).Select(_ =>
        {
            double[] values = [.. Enumerable.Range(0, Patches.Values).Select(_ => random.NextNormal())];
            double length = Math.Sqrt(values.Sum(value => value * value));
            float[] padding = new float[Patches.Padded - Patches.Values];
            return (float[])[.. values.Select(value => (float)(value / length)), .. padding];
        })];
    }
}
