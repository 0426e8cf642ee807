using System.Numerics;
using Impasto.Imaging;

namespace Impasto.Bench.Quality.Judging;

/// <summary>
/// How far the patches of a result are from the nearest patches of its painting: are its strokes the painting's?
/// </summary>
/// <remarks>
/// With patches of 7 x 7 pixels in RGB, |p| the length of a patch's 147 values and c(p) that of the same less the mean
/// of each channel:
/// <code>
/// q(p)     = the painting's patch with the least |p - q|
/// distance = mean over p of |p - q| / sqrt(c(p)^2 + c(q)^2 + 147 (8/255)^2)
/// </code>
/// over 1000 patches of the result at full size, half and a quarter. 0 for the painting itself, 0.4 to 0.8 for another
/// part of it, 1 to 2 for photographs. Without the divisor a smooth sky would seem nearer to a mosaic than another part
/// of the mosaic: two patches of little contrast are never far apart.
/// The search is exact: with b the first 15 coefficients of a patch in an orthonormal basis of cosines and r the length
/// of the rest, |b_p - b_q|^2 + (r_p - r_q)^2 is never above |p - q|^2, so a patch whose bound is above the best found
/// is skipped. Patches lie in the order of their mean, so that a search ends where the mean alone is too far away.
/// Source: the coherence of Simakov, Caspi, Shechtman and Irani, "Summarizing visual data using bidirectional
/// similarity", 2008. Differs from the paper: relative to contrast, levels by halves.
/// </remarks>
internal static class NearestPatches
{
    public const int Levels = 3;

    private const int Samples = 1000;
    private const double Visible = 8 / 255.0;

    public static double Distance(Picture result, Picture painting)
    {
        IEnumerable<double> levels = Shrunk.Levels(result, Levels).Zip(
            Shrunk.Levels(painting, Levels),
            (mine, theirs) => new Search(new Patches(theirs)).Distance(new Patches(mine)));
        return levels.Average();
    }

    private sealed class Search
    {
        private const int Tries = 256;
        private const int Greys = 9;
        private const int Colours = 3;
        private const double Unseen = Patches.Values * Visible * Visible;

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
                (int place, double square) = Nearest(patch, bound);
                sum += Math.Sqrt(square / (Contrast(bound) + Contrast(BoundAt(place)) + Unseen));
            }

            return sum / chosen.Length;
        }

        // Outwards from the place with the patch's own mean, in both directions by turns.
        private (int Place, double Square) Nearest(float[] patch, float[] bound)
        {
            int up = Array.BinarySearch(_means, bound[0]);
            up = up < 0 ? ~up : up;
            int down = up - 1;
            (int Place, double Square) best = Guess(up, patch, bound);
            while (true)
            {
                bool canRise = up < _means.Length && Square(_means[up] - bound[0]) < best.Square;
                bool canFall = down >= 0 && Square(_means[down] - bound[0]) < best.Square;
                if (!canRise && !canFall)
                    return best;
                if (canRise)
                    best = Better(up++, patch, bound, best);
                if (canFall)
                    best = Better(down--, patch, bound, best);
            }
        }

        // The patch of the least bound among those of about the same mean: it rules out most others.
        private (int Place, double Square) Guess(int start, float[] patch, float[] bound)
        {
            int first = Math.Max(0, start - Tries), last = Math.Min(_order.Length, start + Tries), guess = first;
            float least = float.PositiveInfinity;
            for (int place = first; place < last; place++)
            {
                if (Distance(BoundAt(place), bound) is var found && found < least)
                    (least, guess) = (found, place);
            }

            return Better(guess, patch, bound, (guess, double.PositiveInfinity));
        }

        private (int Place, double Square) Better(
            int place, float[] patch, float[] bound, (int Place, double Square) best)
        {
            if (Distance(BoundAt(place), bound) >= best.Square)
                return best;
            double sum = 0;
            for (int line = 0; line < 3 * Patches.Side; line++)
            {
                ReadOnlySpan<float> row = _patches.Row(_order[place], line);
                for (int x = 0; x < Patches.Side; x++)
                    sum += Square(row[x] - patch[(line * Patches.Side) + x]);
                if (sum >= best.Square)
                    return best;
            }

            return (place, sum);
        }

        private ReadOnlySpan<float> BoundAt(int place) => _bounds.AsSpan(place * Bounds, Bounds);

        // Squared length of all but the three means, which are the first coefficients of grey, red and blue.
        private static double Contrast(ReadOnlySpan<float> bound)
        {
            double sum = 0;
            for (int i = 0; i < bound.Length; i++)
                sum += i is 0 or Greys or Greys + Colours ? 0 : Square(bound[i]);
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
                .. frequencies[..Colours].Select(at => Cosine(red, at.X, at.Y)),
                .. frequencies[..Colours].Select(at => Cosine(blue, at.X, at.Y)),
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
