using System.Buffers;
using System.Numerics;
using Impasto.Numerics;
using Impasto.Threads;

namespace Impasto.Matching;

/// <summary>Finds for each vector the key with the greatest scalar product; of equal ones the first.</summary>
internal sealed class NearestSearch
{
    private const int Panel = 256;
    private const int Block = 96;

    private readonly float[] _keys;
    private readonly int _size;
    private readonly int _count;

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

    /// <summary>Searches among all keys.</summary>
    /// <param name="queries">Vectors, n x size.</param>
    /// <param name="team">Threads that share the work; null for the caller's only.</param>
    /// <returns>The key of each vector.</returns>
    public int[] Among(float[] queries, WorkerTeam? team)
    {
        _panels ??= Pack();
        int n = queries.Length / _size;
        int[] nearest = new int[n];
        WorkerTeam.For(team, (n + Block - 1) / Block, block =>
        {
            int first = block * Block, rows = Math.Min(Block, n - first);
            float[] products = ArrayPool<float>.Shared.Rent(rows * Panel);
            Span<float> best = stackalloc float[rows];
            best.Fill(float.NegativeInfinity);
            for (int from = 0; from < _count; from += Panel)
            {
                ProductKernel.Multiply(
                    queries.AsSpan(first * _size), _panels.AsSpan(from * _size, Panel * _size), products,
                    (rows, _size, Panel));
                int width = Math.Min(Panel, _count - from);
                for (int row = 0; row < rows; row++)
                {
                    ReadOnlySpan<float> line = products.AsSpan(row * Panel, width);
                    float highest = Highest(line);
                    if (!(highest > best[row]))
                        continue;
                    best[row] = highest;
                    nearest[first + row] = from + line.IndexOf(highest);
                }
            }

            ArrayPool<float>.Shared.Return(products);
        });
        return nearest;
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
                    double product = VectorMath.Dot(vector, _keys.AsSpan(key * _size, _size));
                    if (product > best || (product == best && key < nearest[query]))
                        (best, nearest[query]) = (product, key);
                }
            }
        });
        return nearest;
    }

    private float[] Pack()
    {
        int panels = (_count + Panel - 1) / Panel;
        float[] packed = new float[checked(panels * Panel * _size)];
        for (int key = 0; key < _count; key++)
        {
            int start = (key / Panel * Panel * _size) + (key % Panel);
            for (int i = 0; i < _size; i++)
                packed[start + (i * Panel)] = _keys[(key * _size) + i];
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
}
