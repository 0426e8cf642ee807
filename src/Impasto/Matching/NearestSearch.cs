using System.Buffers;
using System.Numerics;
using Impasto.Numerics;
using Impasto.Threads;

namespace Impasto.Matching;

/// <summary>Finds for each vector the key with the greatest scalar product; of equal ones the first.</summary>
/// <remarks>
/// In many dimensions a few keys are the nearest of very many vectors. <see cref="Handicap"/> lets them give way: a
/// key's product is lowered by a share of its mean product with the vectors that are most like it. Source: Conneau,
/// Lample, Ranzato, Denoyer and Jegou, "Word Translation without Parallel Data", ICLR 2018, equation 3, which takes
/// half of the mean and all vectors.
/// </remarks>
internal sealed class NearestSearch
{
    private const int Panel = 256;
    private const int Block = 96;

    // The vectors that tell whether a key is like many.
    private const int MostAlike = 10;

    private readonly float[] _keys;
    private readonly int _size;
    private readonly int _count;

    // Subtracted from each key's products; null for nothing.
    private float[]? _handicaps;

    // Panels of keys, size x Panel each: made for the first search among all.
    private float[]? _panels;

    /// <param name="keys">The keys, n x size.</param>
    /// <param name="size">Values of a key.</param>
    public NearestSearch(float[] keys, int size)
    {
        (_keys, _size) = (keys, size);
        _count = keys.Length / size;
        ArgumentOutOfRangeException.ThrowIfZero(_count);
    }

    /// <summary>Lowers the products of keys that are like many vectors. Call it once.</summary>
    /// <param name="vectors">A sample of the vectors that will be searched for, n x size.</param>
    /// <param name="share">Share of the mean product that is subtracted, 0 to 1.</param>
    /// <param name="team">Threads that share the work; null for the caller's only.</param>
    public void Handicap(float[] vectors, double share, WorkerTeam? team)
    {
        int n = vectors.Length / _size, most = Math.Min(MostAlike, n);
        if (n == 0 || share == 0)
            return;
        float[] greatest = new float[_count * most];
        greatest.AsSpan().Fill(float.NegativeInfinity);
        ForProducts(_keys, Pack(vectors, n, _size), n, team, (key, _, products) =>
            Keep(products, greatest.AsSpan(key * most, most)));
        _handicaps = new float[_count];
        for (int key = 0; key < _count; key++)
        {
            double sum = 0;
            foreach (float product in greatest.AsSpan(key * most, most))
                sum += product;
            _handicaps[key] = (float)(share * sum / most);
        }
    }

    // Puts the greatest values into a falling list of them.
    private static void Keep(ReadOnlySpan<float> values, Span<float> greatest)
    {
        foreach (float value in values)
        {
            if (!(value > greatest[^1]))
                continue;
            int at = greatest.Length - 1;
            for (; at > 0 && value > greatest[at - 1]; at--)
                greatest[at] = greatest[at - 1];
            greatest[at] = value;
        }
    }

    /// <summary>Searches among all keys.</summary>
    /// <param name="queries">Vectors, n x size.</param>
    /// <param name="team">Threads that share the work; null for the caller's only.</param>
    /// <returns>The key of each vector.</returns>
    public int[] Among(float[] queries, WorkerTeam? team)
    {
        _panels ??= Pack(_keys, _count, _size);
        int[] nearest = new int[queries.Length / _size];
        float[] best = new float[nearest.Length];
        best.AsSpan().Fill(float.NegativeInfinity);
        ForProducts(queries, _panels, _count, team, (query, from, products) =>
        {
            if (_handicaps is not null)
                VectorMath.AddScaled(products, _handicaps.AsSpan(from, products.Length), -1);
            float highest = Highest(products);
            if (!(highest > best[query]))
                return;
            best[query] = highest;
            nearest[query] = from + products.IndexOf(highest);
        });
        return nearest;
    }

    // The products of every vector with the others, which lie in panels: a panel's at a time, in the panels' order.
    private void ForProducts(float[] vectors, float[] panels, int others, WorkerTeam? team, VisitProducts visit)
    {
        int n = vectors.Length / _size;
        WorkerTeam.For(team, (n + Block - 1) / Block, block =>
        {
            int first = block * Block, rows = Math.Min(Block, n - first);
            float[] products = ArrayPool<float>.Shared.Rent(rows * Panel);
            for (int from = 0; from < others; from += Panel)
            {
                ProductKernel.Multiply(
                    vectors.AsSpan(first * _size), panels.AsSpan(from * _size, Panel * _size), products,
                    (rows, _size, Panel));
                int width = Math.Min(Panel, others - from);
                for (int row = 0; row < rows; row++)
                    visit(first + row, from, products.AsSpan(row * Panel, width));
            }

            ArrayPool<float>.Shared.Return(products);
        });
    }

    /// <summary>Searches among a few keys of each vector, or among all if none is given.</summary>
    /// <param name="queries">Vectors, n x size.</param>
    /// <param name="candidates">Fills a span with the keys to look at, at most as many as it holds.</param>
    /// <param name="most">Most candidates of a vector.</param>
    /// <param name="team">Threads that share the work; null for the caller's only.</param>
    public int[] Among(float[] queries, FillCandidates candidates, int most, WorkerTeam? team)
    {
        int n = queries.Length / _size;
        int[] nearest = new int[n];
        WorkerTeam.For(team, (n + Block - 1) / Block, block =>
        {
            Span<int> keys = stackalloc int[most];
            for (int query = block * Block; query < Math.Min(n, (block + 1) * Block); query++)
            {
                Span<int> given = keys[..candidates(query, keys)];
                ReadOnlySpan<float> vector = queries.AsSpan(query * _size, _size);
                double best = double.NegativeInfinity;
                for (int i = 0; i < (given.Length > 0 ? given.Length : _count); i++)
                {
                    int key = given.Length > 0 ? given[i] : i;
                    double product = VectorMath.Dot(vector, _keys.AsSpan(key * _size, _size)) - (_handicaps?[key] ?? 0);
                    if (product > best || (product == best && key < nearest[query]))
                        (best, nearest[query]) = (product, key);
                }
            }
        });
        return nearest;
    }

    private static float[] Pack(float[] vectors, int count, int size)
    {
        int panels = (count + Panel - 1) / Panel;
        float[] packed = new float[checked(panels * Panel * size)];
        for (int vector = 0; vector < count; vector++)
        {
            int start = (vector / Panel * Panel * size) + (vector % Panel);
            for (int i = 0; i < size; i++)
                packed[start + (i * Panel)] = vectors[(vector * size) + i];
        }

        return packed;
    }

    private static float Highest(ReadOnlySpan<float> values)
    {
        float highest = float.NegativeInfinity;
        int i = 0;
        if (values.Length >= Vector<float>.Count)
        {
            var most = new Vector<float>(values);
            for (i = Vector<float>.Count; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
                most = Vector.Max(most, new Vector<float>(values[i..]));
            for (int lane = 0; lane < Vector<float>.Count; lane++)
                highest = Math.Max(highest, most[lane]);
        }

        for (; i < values.Length; i++)
            highest = Math.Max(highest, values[i]);
        return highest;
    }

    /// <summary>Gives the keys that a vector may match.</summary>
    /// <param name="query">Number of the vector.</param>
    /// <param name="keys">Receives them.</param>
    /// <returns>How many there are.</returns>
    internal delegate int FillCandidates(int query, Span<int> keys);

    // A vector's products with others from a number on; they may be overwritten.
    private delegate void VisitProducts(int vector, int from, Span<float> products);
}
