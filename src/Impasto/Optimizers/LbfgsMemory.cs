using Impasto.Checkpoints;
using Impasto.Numerics;
using Impasto.Storage;
using Impasto.Threads;

namespace Impasto.Optimizers;

/// <summary>The last steps s and gradient changes y, and the direction they give.</summary>
/// <remarks>
/// Each pass over the values adds a pair's part and computes the product with the next pair. Rounded pairs take half
/// the memory, and half the time for large pictures, where memory is the limit; s.y and y.y are computed from the
/// rounded vectors, so that a pair is consistent. Threads share a pass; sums are taken over fixed stretches in a fixed
/// order, so that results do not depend on the number of threads.
/// </remarks>
/// <param name="capacity">Pairs to remember.</param>
/// <param name="rounded">Whether pairs are rounded to bfloat16.</param>
/// <param name="store">Makes their buffers; null takes arrays.</param>
/// <param name="team">Threads that share passes in memory; null for the caller's only.</param>
internal sealed class LbfgsMemory(int capacity, bool rounded, PixelStore? store = null, WorkerTeam? team = null)
{
    private readonly List<Pair> _pairs = [];
    private readonly TurnPass _turn = new(rounded);

    // A pair that was left out because its rounded vectors have no positive curvature.
    private Pair? _spare;

    public int Count => _pairs.Count;

    /// <summary>Gives the initial inverse Hessian gamma B B^T; null for gamma I.</summary>
    public PicturePyramid? Pyramid { get; init; }

    /// <summary>Room for a vector while pairs are added, where there is a pyramid.</summary>
    public PixelBuffer? Room { get; init; }

    public void Clear() => _pairs.Clear();

    /// <summary>
    /// Adds s = length * direction and y = after - before if s.y is above the bound; otherwise leaves the pair out.
    /// </summary>
    public void Add(
        PixelBuffer direction, double length, PixelBuffer before, PixelBuffer after, double smallestCurvature)
    {
        double curvature = Curvature(direction, before, after) * length;
        if (!(curvature > smallestCurvature))
            return;
        Pair pair = TakePair(before.Length);
        Combine(direction, (float)length, direction, 0, pair.Step);
        Combine(after, 1, before, -1, pair.Change);
        pair.Curvature = Dot(pair.Step, pair.Change, before.Length);
        pair.ChangeSquared = Pyramid is null
            ? Dot(pair.Change, pair.Change, before.Length)
            : ChangeSquared(Pyramid, before, after);
        if (pair.Curvature > 0)
            _pairs.Add(pair);
        else
            _spare = pair;
    }

    // y . B B^T y with y = after - before.
    private double ChangeSquared(PicturePyramid pyramid, PixelBuffer before, PixelBuffer after)
    {
        BufferMath.Copy(after, Room!);
        BufferMath.AddScaled(Room!, before, -1);
        pyramid.Apply(Room!);
        return Curvature(Room!, before, after);
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
        if (_spare is { } spare)
        {
            _spare = null;
            return spare;
        }

        if (_pairs.Count < capacity)
            return new Pair(Create(), Create());
        Pair oldest = _pairs[0];
        _pairs.RemoveAt(0);
        return oldest;

        PixelBuffer Create()
        {
            long floats = rounded ? (length + 1) / 2 : length;
            return store?.Create(floats) ?? new float[floats];
        }
    }

    /// <summary>Saves the pairs, or restores them: the latest, if there is no room for all.</summary>
    public void Exchange(CheckpointState state, long length)
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
        int last = _pairs.Count - 1;
        Span<double> alpha = stackalloc double[_pairs.Count];
        double product = Turn(direction, 1, _pairs[last].Step, 0, _pairs[last].Step);
        for (int i = last; i >= 0; i--)
        {
            alpha[i] = product / _pairs[i].Curvature;
            double scale = i > 0 ? 1 : _pairs[last].Curvature / _pairs[last].ChangeSquared;
            product = Turn(
                direction, scale, _pairs[i].Change, -alpha[i], i > 0 ? _pairs[i - 1].Step : _pairs[0].Change);
        }

        if (Pyramid is not null)
        {
            Pyramid.Apply(direction);
            product = Turn(direction, 1, _pairs[0].Change, 0, _pairs[0].Change);
        }

        for (int i = 0; i <= last; i++)
        {
            double beta = product / _pairs[i].Curvature;
            product = Turn(
                direction, 1, _pairs[i].Step, alpha[i] - beta, i < last ? _pairs[i + 1].Change : _pairs[i].Step);
        }
    }

    private void Combine(PixelBuffer first, float a, PixelBuffer second, float b, PixelBuffer pair)
    {
        for (long at = 0; at < first.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece left = first.OpenFrom(at, PieceUse.Read), right = second.OpenFrom(at, PieceUse.Read);
            using PixelPiece target = _turn.Open(pair, at, left.Values.Length, PieceUse.Write);
            if (rounded)
                PairMath<RoundedFormat>.Combine(left.Values, a, right.Values, b, target.Values);
            else
                PairMath<SingleFormat>.Combine(left.Values, a, right.Values, b, target.Values);
        }
    }

    private double Dot(PixelBuffer left, PixelBuffer right, long length)
    {
        double sum = 0;
        for (long at = 0; at < length; at += PixelBuffer.PieceLength)
        {
            int count = (int)Math.Min(PixelBuffer.PieceLength, length - at);
            using PixelPiece one = _turn.Open(left, at, count, PieceUse.Read);
            using PixelPiece other = _turn.Open(right, at, count, PieceUse.Read);
            sum += rounded
                ? PairMath<RoundedFormat>.Dot(one.Values, other.Values, count)
                : PairMath<SingleFormat>.Dot(one.Values, other.Values, count);
        }

        return sum;
    }

    // target = scale (target + factor pair), times another pair.
    private double Turn(PixelBuffer target, double scale, PixelBuffer pair, double factor, PixelBuffer other) =>
        _turn.Run(target.IsOnDisk ? null : team, (target, (float)scale), (pair, (float)factor), other);

    private sealed class Pair(PixelBuffer step, PixelBuffer change)
    {
        public PixelBuffer Step { get; } = step;

        public PixelBuffer Change { get; } = change;

        public double Curvature { get; set; }

        public double ChangeSquared { get; set; }
    }
}
