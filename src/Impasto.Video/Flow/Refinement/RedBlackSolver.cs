using System.Numerics;
using Impasto.Threads;
using Impasto.Video.Flow.Planes;

namespace Impasto.Video.Flow.Refinement;

/// <summary>Sweeps over the refinement's equations: successive over-relaxation in the order of a chess board.</summary>
/// <remarks>
/// A red pixel's neighbours are all black, so that the pixels of one colour are solved in any order, on any thread,
/// with the same bits. Both components of a pixel are solved together. Source: Young, "Iterative Solution of Large
/// Linear Systems", 1971; omega = 1.6 suits few sweeps. Differs from the usual form: all lanes of a vector are computed
/// and those of the other colour are dropped, which is quicker than gathering every second pixel.
/// </remarks>
internal sealed class RedBlackSolver
{
    private const float Omega = 1.6f;

    private readonly RefinementSystem _system;
    private readonly int _width;
    private readonly RowPass _pass;
    private BorderedPlane? _u, _v;
    private int _color;

    public RedBlackSolver(RefinementSystem system)
    {
        _system = system;
        _width = system.Constant1.Width;
        _pass = new RowPass(system.Constant1.Height, Rows);
    }

    /// <summary>Improves a flow in place.</summary>
    public void Run(BorderedPlane u, BorderedPlane v, int sweeps, WorkerTeam? team)
    {
        (_u, _v) = (u, v);
        for (int sweep = 0; sweep < 2 * sweeps; sweep++)
        {
            _color = sweep & 1;
            _pass.Run(team);
        }
    }

    private void Rows(int from, int to)
    {
        for (int y = from; y < to; y++)
        {
            int start = _u!.Start(y);
            // 1 in lanes whose column has the colour in this row; vectors begin at even columns.
            Vector<int> turn = (Vector<int>.Indices + new Vector<int>(y + _color)) & Vector<int>.One;
            Vector<int> mine = Vector.Equals(turn, Vector<int>.Zero);
            int x = 0;
            for (; x <= _width - Vector<float>.Count; x += Vector<float>.Count)
                Solve(start + x, mine);
            if (x < _width)
                Solve(start + x, mine & Vector.LessThan(Vector<int>.Indices, new Vector<int>(_width - x)));
        }
    }

    private void Solve(int k, Vector<int> mine)
    {
        float[] u = _u!.Values, v = _v!.Values;
        int stride = _u.Stride;
        Vector<float> left = new(_system.RightWeights.Values, k - 1), right = new(_system.RightWeights.Values, k);
        Vector<float> upper = new(_system.LowerWeights.Values, k - stride), lower = new(_system.LowerWeights.Values, k);
        Vector<float> first = new Vector<float>(_system.Constant1.Values, k)
            + (left * new Vector<float>(u, k - 1)) + (right * new Vector<float>(u, k + 1))
            + (upper * new Vector<float>(u, k - stride)) + (lower * new Vector<float>(u, k + stride));
        Vector<float> second = new Vector<float>(_system.Constant2.Values, k)
            + (left * new Vector<float>(v, k - 1)) + (right * new Vector<float>(v, k + 1))
            + (upper * new Vector<float>(v, k - stride)) + (lower * new Vector<float>(v, k + stride));
        Vector<float> mixed = new(_system.Inverse12.Values, k);
        Vector<float> solvedU = (new Vector<float>(_system.Inverse11.Values, k) * first) + (mixed * second);
        Vector<float> solvedV = (mixed * first) + (new Vector<float>(_system.Inverse22.Values, k) * second);
        Store(u, k, solvedU, mine);
        Store(v, k, solvedV, mine);
    }

    private static void Store(float[] values, int k, Vector<float> solved, Vector<int> mine)
    {
        Vector<float> before = new(values, k);
        Vector.ConditionalSelect(mine, before + (Omega * (solved - before)), before).CopyTo(values, k);
    }
}
