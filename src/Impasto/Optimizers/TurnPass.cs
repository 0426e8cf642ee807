using Impasto.Numerics;
using Impasto.Storage;
using Impasto.Threads;

namespace Impasto.Optimizers;

/// <summary>
/// A pass of L-BFGS's recursion over all values: target = scale (target + factor pair), and the product of the result
/// with another pair.
/// </summary>
/// <param name="rounded">Whether pairs are rounded to bfloat16.</param>
internal sealed class TurnPass(bool rounded) : ParallelWork
{
    // Values of one partial sum: even, so that rounded values begin at a whole float, and few enough to share small
    // pictures among threads.
    private const int Stretch = 1 << 13;

    private double[] _sums = [];
    private PixelBuffer? _target;
    private PixelBuffer? _pair;
    private PixelBuffer? _other;
    private float _scale;
    private float _factor;
    private int _piece;

    /// <summary>Runs the pass.</summary>
    /// <param name="team">Threads that share the work; null for the caller's only.</param>
    /// <param name="target">The values to change, and their scale.</param>
    /// <param name="pair">The pair to add, and its factor.</param>
    /// <param name="other">The pair that the result is multiplied with.</param>
    /// <returns>The product.</returns>
    public double Run(
        WorkerTeam? team,
        (PixelBuffer Values, float Scale) target,
        (PixelBuffer Values, float Factor) pair,
        PixelBuffer other)
    {
        (_target, _scale) = target;
        (_pair, _factor) = pair;
        _other = other;
        int stretches = (int)((_target.Length + Stretch - 1) / Stretch);
        if (_sums.Length < stretches)
            _sums = new double[stretches];
        // Values on disk are read in large pieces.
        _piece = _target.IsOnDisk ? PixelBuffer.PieceLength : Stretch;
        WorkerTeam.Run(team, this, (int)((_target.Length + _piece - 1) / _piece));
        double sum = 0;
        for (int i = 0; i < stretches; i++)
            sum += _sums[i];
        return sum;
    }

    public override void Run(int item, int worker)
    {
        long first = (long)item * _piece;
        int count = (int)Math.Min(_piece, _target!.Length - first);
        using PixelPiece target = _target.Open(first, count, PieceUse.Change);
        using PixelPiece pair = Open(_pair!, first, count, PieceUse.Read);
        using PixelPiece other = Open(_other!, first, count, PieceUse.Read);
        for (int at = 0; at < count; at += Stretch)
        {
            Span<float> values = target.Values.Slice(at, Math.Min(Stretch, count - at));
            _sums[(first + at) / Stretch] = rounded
                ? PairMath<RoundedFormat>.Turn(
                    values, _scale, pair.Values[(at / 2)..], _factor, other.Values[(at / 2)..])
                : PairMath<SingleFormat>.Turn(values, _scale, pair.Values[at..], _factor, other.Values[at..]);
        }
    }

    /// <summary>Opens some values of a pair; the first is even.</summary>
    public PixelPiece Open(PixelBuffer pair, long first, int count, PieceUse use) => rounded
        ? pair.Open(first / 2, RoundedFormat.Floats(count), use)
        : pair.Open(first, count, use);
}
