using Impasto.Numerics;

namespace Impasto.Optimization;

/// <summary>The last steps s and gradient changes y, and the direction they give.</summary>
internal sealed class LbfgsMemory(int capacity)
{
    private readonly List<Pair> _pairs = [];

    public int Count => _pairs.Count;

    public void Clear() => _pairs.Clear();

    /// <summary>Adds s = length * direction and y = after - before where s.y is above the bound; else leaves the pair out.</summary>
    public void Add(float[] direction, double length, float[] before, float[] after, double smallestCurvature)
    {
        double curvature = 0;
        for (int i = 0; i < before.Length; i++)
            curvature += length * direction[i] * ((double)after[i] - before[i]);
        if (!(curvature > smallestCurvature))
            return;
        Pair pair = TakePair(before.Length);
        VectorMath.Scale(direction, length, pair.Step);
        for (int i = 0; i < before.Length; i++)
            pair.Change[i] = after[i] - before[i];
        pair.Curvature = VectorMath.Dot(pair.Step, pair.Change);
        pair.ChangeSquared = VectorMath.Dot(pair.Change, pair.Change);
        _pairs.Add(pair);
    }

    // The oldest pair's arrays are used again once the memory is full.
    private Pair TakePair(int length)
    {
        if (_pairs.Count < capacity)
            return new Pair(new float[length], new float[length]);
        Pair oldest = _pairs[0];
        _pairs.RemoveAt(0);
        return oldest;
    }

    /// <summary>direction = -H gradient by the two-loop recursion.</summary>
    public void Direction(float[] gradient, float[] direction)
    {
        VectorMath.Scale(gradient, -1, direction);
        Span<double> alpha = stackalloc double[_pairs.Count];
        for (int i = _pairs.Count - 1; i >= 0; i--)
        {
            alpha[i] = VectorMath.Dot(_pairs[i].Step, direction) / _pairs[i].Curvature;
            VectorMath.AddScaled(direction, _pairs[i].Change, -alpha[i]);
        }

        VectorMath.Scale(direction, _pairs[^1].Curvature / _pairs[^1].ChangeSquared, direction);
        for (int i = 0; i < _pairs.Count; i++)
        {
            double beta = VectorMath.Dot(_pairs[i].Change, direction) / _pairs[i].Curvature;
            VectorMath.AddScaled(direction, _pairs[i].Step, alpha[i] - beta);
        }
    }

    private sealed class Pair(float[] step, float[] change)
    {
        public float[] Step { get; } = step;

        public float[] Change { get; } = change;

        public double Curvature { get; set; }

        public double ChangeSquared { get; set; }
    }
}
