using System.Numerics;
using Impasto.Imaging;

namespace Impasto.Bench.Quality.Judging;

/// <summary>
/// How far the patches of one picture are from the nearest patches of another: are the result's strokes the painting's,
/// and are the painting's in the result?
/// </summary>
/// <remarks>
/// With patches of 7 x 7 pixels in RGB, at full size, half and a quarter:
/// <code>distance = mean over levels and over 500 patches p of the one of min_q sqrt(|p - q|^2 / 147) * 255</code>
/// q runs over all patches of the other at the same level. From the result to the painting, a smooth picture is near
/// everything; from the painting to the result, it lacks the strokes. So both count. The search is exact: with c the first 15 coefficients of a
/// patch in an orthonormal basis of cosines and r the length of the rest, |c_p - c_q|^2 + (r_p - r_q)^2 is never above
/// |p - q|^2, so a patch whose bound is above the best found need not be looked at. Patches lie in the order of their
/// mean, so that a search ends where the mean alone is too far away.
/// Source: the coherence of Simakov, Caspi, Shechtman and Irani, "Summarizing visual data using bidirectional
/// similarity", 2008. Differs from the paper: root mean square instead of the square, levels by halves.
/// </remarks>
internal static class NearestPatches
{
    public const int Levels = 3;

    private const int Samples = 500;

    /// <summary>The distance in steps of 8 bits.</summary>
    public static double Distance(Picture from, Picture to)
    {
        IEnumerable<double> levels = Shrunk.Levels(from, Levels).Zip(
            Shrunk.Levels(to, Levels),
            (mine, theirs) => new Search(new Patches(theirs)).Distance(new Patches(mine)));
        return levels.Average();
    }

    private sealed class Search
    {
        private const int Tries = 256;

        private static readonly float[][] Basis = [.. Cosines()];
        private static readonly int Bounds = Basis.Length + 1;

        private readonly Patches _patches;
        private readonly int[] _order;
        private readonly float[] _means;
        private readonly float[] _bounds;

        public Search(Patches patches)
        {
            _patches = patches;
            float[] bounds = new float[patches.Count * Bounds], patch = new float[Patches.Padded];
            for (int i = 0; i < patches.Count; i++)
            {
                patches.Copy(i, patch);
                Describe(patch, bounds.AsSpan(i * Bounds, Bounds));
            }

            _order = [.. Enumerable.Range(0, patches.Count)];
            _means = [.. _order.Select(i => bounds[i * Bounds])];
            Array.Sort(_means, _order);
            _bounds = new float[bounds.Length];
            for (int place = 0; place < _order.Length; place++)
                bounds.AsSpan(_order[place] * Bounds, Bounds).CopyTo(_bounds.AsSpan(place * Bounds));
        }

        public double Distance(Patches patches)
        {
            int[] chosen = patches.Spread(Samples);
            float[] patch = new float[Patches.Padded], bound = new float[Bounds];
            double sum = 0;
            foreach (int index in chosen)
            {
                patches.Copy(index, patch);
                Describe(patch, bound);
                sum += Math.Sqrt(Nearest(patch, bound) / Patches.Values);
            }

            return 255 * sum / chosen.Length;
        }

        // Outwards from the place with the patch's own mean, in both directions by turns.
        private double Nearest(float[] patch, float[] bound)
        {
            int up = Array.BinarySearch(_means, bound[0]);
            up = up < 0 ? ~up : up;
            int down = up - 1;
            double best = Guess(up, patch, bound);
            while (true)
            {
                bool canRise = up < _means.Length && Square(_means[up] - bound[0]) < best;
                bool canFall = down >= 0 && Square(_means[down] - bound[0]) < best;
                if (!canRise && !canFall)
                    return best;
                if (canRise)
                    best = Better(up++, patch, bound, best);
                if (canFall)
                    best = Better(down--, patch, bound, best);
            }
        }

        // The patch of the least bound among those of about the same mean: most others are then ruled out by their bounds.
        private double Guess(int start, float[] patch, float[] bound)
        {
            int first = Math.Max(0, start - Tries), last = Math.Min(_order.Length, start + Tries), guess = first;
            float least = float.PositiveInfinity;
            for (int place = first; place < last; place++)
            {
                if (Distance(_bounds.AsSpan(place * Bounds, Bounds), bound) is var found && found < least)
                    (least, guess) = (found, place);
            }

            return Better(guess, patch, bound, double.PositiveInfinity);
        }

        private double Better(int place, float[] patch, float[] bound, double best)
        {
            if (Distance(_bounds.AsSpan(place * Bounds, Bounds), bound) >= best)
                return best;
            double sum = 0;
            for (int line = 0; line < 3 * Patches.Side; line++)
            {
                ReadOnlySpan<float> row = _patches.Row(_order[place], line);
                for (int x = 0; x < Patches.Side; x++)
                    sum += Square(row[x] - patch[(line * Patches.Side) + x]);
                if (sum >= best)
                    return best;
            }

            return sum;
        }

        private static float Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int i = 0; i < a.Length; i += Vector<float>.Count)
            {
                Vector<float> difference = new Vector<float>(a[i..]) - new Vector<float>(b[i..]);
                sum += difference * difference;
            }

            return Vector.Sum(sum);
        }

        private static void Describe(float[] patch, Span<float> bound)
        {
            double rest = Patches.Dot(patch, patch);
            for (int i = 0; i < Basis.Length; i++)
            {
                bound[i] = Patches.Dot(patch, Basis[i]);
                rest -= bound[i] * bound[i];
            }

            bound[^1] = (float)Math.Sqrt(Math.Max(0, rest));
        }

        private static double Square(double value) => value * value;

        // Grey: nine of the lowest frequencies; two differences of colours: three each.
        private static IEnumerable<float[]> Cosines()
        {
            double[] grey = [1, 1, 1], red = [1, -1, 0], blue = [1, 1, -2];
            (int X, int Y)[] frequencies = [(0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2), (3, 0), (2, 1), (0, 3)];
            return [
                .. frequencies.Select(at => Cosine(grey, at.X, at.Y)),
                .. frequencies[..3].Select(at => Cosine(red, at.X, at.Y)),
                .. frequencies[..3].Select(at => Cosine(blue, at.X, at.Y)),
            ];
        }

        private static float[] Cosine(double[] colour, int u, int v)
        {
            double[] values = [.. from c in colour
                                  from y in Enumerable.Range(0, Patches.Side)
                                  from x in Enumerable.Range(0, Patches.Side)
                                  select c * Wave(u, x) * Wave(v, y)];
            double length = Math.Sqrt(values.Sum(Square));
            return [.. values.Select(value => (float)(value / length)), .. new float[Patches.Padded - Patches.Values]];

            static double Wave(int frequency, int at) => Math.Cos(Math.PI * frequency * (at + 0.5) / Patches.Side);
        }
    }
}
