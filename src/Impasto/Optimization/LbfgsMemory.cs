using Impasto.Checkpoints;
using Impasto.Numerics;
using Impasto.Storage;

namespace Impasto.Optimization;

/// <summary>The last steps s and gradient changes y, and the direction they give.</summary>
internal sealed class LbfgsMemory(int capacity, PixelStore? store = null)
{
    private readonly List<Pair> _pairs = [];

    public int Count => _pairs.Count;

    public void Clear() => _pairs.Clear();

    /// <summary>Adds s = length * direction and y = after - before where s.y is above the bound; else leaves the pair out.</summary>
    public void Add(PixelBuffer direction, double length, PixelBuffer before, PixelBuffer after, double smallestCurvature)
    {
        double curvature = Curvature(direction, before, after) * length;
        if (!(curvature > smallestCurvature))
            return;
        Pair pair = TakePair(before.Length);
        BufferMath.Scale(direction, length, pair.Step);
        BufferMath.Copy(after, pair.Change);
        BufferMath.AddScaled(pair.Change, before, -1);
        pair.Curvature = BufferMath.Dot(pair.Step, pair.Change);
        pair.ChangeSquared = BufferMath.Dot(pair.Change, pair.Change);
        _pairs.Add(pair);
    }

    // direction . (after - before)
    private static double Curvature(PixelBuffer direction, PixelBuffer before, PixelBuffer after)
    {
        double sum = 0;
        for (long at = 0; at < direction.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece d = direction.OpenFrom(at, PieceUse.Read);
            using PixelPiece b = before.OpenFrom(at, PieceUse.Read), a = after.OpenFrom(at, PieceUse.Read);
            sum += VectorMath.DotDifference(d.Values, a.Values, b.Values);
        }

        return sum;
    }

    // The oldest pair's arrays are used again once the memory is full.
    private Pair TakePair(long length)
    {
        if (_pairs.Count < capacity)
            return new Pair(store?.Create(length) ?? new float[length], store?.Create(length) ?? new float[length]);
        Pair oldest = _pairs[0];
        _pairs.RemoveAt(0);
        return oldest;
    }

    /// <summary>Keeps the pairs, or takes them back: the latest, where there is no room for all.</summary>
    public void Exchange(RunState state, long length)
    {
        int count = state.Number("pairs", _pairs.Count);
        for (int i = Math.Max(0, count - capacity); i < count; i++)
        {
            if (state.IsRestoring)
                _pairs.Add(TakePair(length));
            Pair pair = state.IsRestoring ? _pairs[^1] : _pairs[i];
            state.Values($"step{i}", pair.Step);
            state.Values($"change{i}", pair.Change);
            pair.Curvature = state.Number($"curvature{i}", pair.Curvature);
            pair.ChangeSquared = state.Number($"changeSquared{i}", pair.ChangeSquared);
        }
    }

    /// <summary>direction = -H gradient by the two-loop recursion.</summary>
    public void Direction(PixelBuffer gradient, PixelBuffer direction)
    {
        BufferMath.Scale(gradient, -1, direction);
        Span<double> alpha = stackalloc double[_pairs.Count];
        for (int i = _pairs.Count - 1; i >= 0; i--)
        {
            alpha[i] = BufferMath.Dot(_pairs[i].Step, direction) / _pairs[i].Curvature;
            BufferMath.AddScaled(direction, _pairs[i].Change, -alpha[i]);
        }

        BufferMath.Scale(direction, _pairs[^1].Curvature / _pairs[^1].ChangeSquared, direction);
        for (int i = 0; i < _pairs.Count; i++)
        {
            double beta = BufferMath.Dot(_pairs[i].Change, direction) / _pairs[i].Curvature;
            BufferMath.AddScaled(direction, _pairs[i].Step, alpha[i] - beta);
        }
    }

    private sealed class Pair(PixelBuffer step, PixelBuffer change)
    {
        public PixelBuffer Step { get; } = step;

        public PixelBuffer Change { get; } = change;

        public double Curvature { get; set; }

        public double ChangeSquared { get; set; }
    }
}
