using System.Numerics;
using Impasto.Threads;
using Impasto.Video.Flow.Planes;

namespace Impasto.Video.Flow.Refinement;

/// <summary>The linear system of one round of the refinement, ready to be swept.</summary>
/// <remarks>
/// With T the flow that is sought, w the flow that the second picture was brought back by, and weights s between
/// neighbours, the equations of a pixel are
/// <code>
/// (A + S) T(p) = B + sum_q s(p,q) T(q)      S = sum_q s(p,q)      B = A w + b
/// </code>
/// A, 2 x 2, and b come from the data terms, made linear. Every pixel's (A + S)^-1 is kept: three planes.
/// </remarks>
internal sealed class RefinementSystem
{
    // Keeps normalised constraints from dominating in flat parts. Source: Zimmer, Bruhn and Weickert, 2011, section
    // 3.3.
    private const float Zeta = 0.1f;

    // Psi(s^2) = sqrt(s^2 + eps^2), eps = 0.001. Source: Brox et al., 2004, section 2.1.
    private const float Epsilon2 = 1e-6f;

    // Keeps the system of a picture of one pixel, which has no neighbours, from being singular.
    private const float Least = 1e-6f;

    private readonly WarpedDerivatives _data;
    private readonly RefinementSettings _settings;
    private readonly RowPass _weigh, _assemble;
    private readonly int _width, _height;
    private (BorderedPlane U, BorderedPlane V) _warped, _current;

    public RefinementSystem(WarpedDerivatives data, RefinementSettings settings)
    {
        (_data, _settings) = (data, settings);
        (_width, _height) = (data.X.Width, data.X.Height);
        (RightWeights, LowerWeights, Inverse11, Inverse12, Inverse22, Constant1, Constant2) =
            (New(), New(), New(), New(), New(), New(), New());
        _weigh = new RowPass(_height, Weigh);
        _assemble = new RowPass(_height, Assemble);

        BorderedPlane New() => new(_width, _height);
    }

    /// <summary>Weight between a pixel and its right neighbour; 0 in the last column.</summary>
    public BorderedPlane RightWeights { get; }

    /// <summary>Weight between a pixel and its lower neighbour; 0 in the last row.</summary>
    public BorderedPlane LowerWeights { get; }

    public BorderedPlane Inverse11 { get; }

    public BorderedPlane Inverse12 { get; }

    public BorderedPlane Inverse22 { get; }

    public BorderedPlane Constant1 { get; }

    public BorderedPlane Constant2 { get; }

    /// <summary>Computes all robust weights at the current flow, and the system from them.</summary>
    /// <param name="warped">The flow of the derivatives.</param>
    /// <param name="current">The flow so far; its border is filled.</param>
    /// <param name="team">The threads; null for none.</param>
    public void Run(
        (BorderedPlane U, BorderedPlane V) warped, (BorderedPlane U, BorderedPlane V) current, WorkerTeam? team)
    {
        (_warped, _current) = (warped, current);
        _weigh.Run(team);
        _assemble.Run(team);
    }

    // s = alpha / sqrt(|grad u|^2 + |grad v|^2 + eps^2), differences to the right and lower neighbour.
    private void Weigh(int from, int to)
    {
        float[] u = _current.U.Values, v = _current.V.Values;
        int stride = _current.U.Stride;
        var epsilon = new Vector<float>(Epsilon2);
        for (int y = from; y < to; y++)
        {
            int start = _current.U.Start(y);
            for (int k = start; k < start + _width; k += Vector<float>.Count)
            {
                Vector<float> uHere = new(u, k), vHere = new(v, k);
                Vector<float> ux = new Vector<float>(u, k + 1) - uHere, uy = new Vector<float>(u, k + stride) - uHere;
                Vector<float> vx = new Vector<float>(v, k + 1) - vHere, vy = new Vector<float>(v, k + stride) - vHere;
                Vector<float> weight = new Vector<float>(_settings.Alpha)
                    / Vector.SquareRoot((ux * ux) + (uy * uy) + (vx * vx) + (vy * vy) + epsilon);
                weight.CopyTo(RightWeights.Values, k);
                weight.CopyTo(LowerWeights.Values, k);
            }

            RightWeights.Values[start + _width - 1] = 0;
            if (y == _height - 1)
                LowerWeights.Values.AsSpan(start, _width).Clear();
        }
    }

    private void Assemble(int from, int to)
    {
        for (int y = from; y < to; y++)
        {
            int start = _data.X.Start(y);
            for (int k = start; k < start + _width; k += Vector<float>.Count)
                Assemble(k);
        }
    }

    private void Assemble(int k)
    {
        Vector<float> u = new(_warped.U.Values, k), v = new(_warped.V.Values, k);
        Vector<float> du = new Vector<float>(_current.U.Values, k) - u;
        Vector<float> dv = new Vector<float>(_current.V.Values, k) - v;
        var sum = default(DataSum);
        AddBrightness(ref sum, k, du, dv);
        AddGradients(ref sum, k, du, dv);
        int stride = RightWeights.Stride;
        Vector<float> weights = new Vector<float>(Least) + new Vector<float>(RightWeights.Values, k)
            + new Vector<float>(RightWeights.Values, k - 1) + new Vector<float>(LowerWeights.Values, k)
            + new Vector<float>(LowerWeights.Values, k - stride);
        Vector<float> first = sum.A11 + weights, second = sum.A22 + weights;
        Vector<float> scale = Vector<float>.One / ((first * second) - (sum.A12 * sum.A12));
        (scale * second).CopyTo(Inverse11.Values, k);
        (-scale * sum.A12).CopyTo(Inverse12.Values, k);
        (scale * first).CopyTo(Inverse22.Values, k);
        (sum.B1 + (sum.A11 * u) + (sum.A12 * v)).CopyTo(Constant1.Values, k);
        (sum.B2 + (sum.A12 * u) + (sum.A22 * v)).CopyTo(Constant2.Values, k);
    }

    // delta Psi'((It + Ix du + Iy dv)^2 / (|grad I|^2 + zeta))
    private void AddBrightness(ref DataSum sum, int k, Vector<float> du, Vector<float> dv)
    {
        Vector<float> x = new(_data.X.Values, k), y = new(_data.Y.Values, k), t = new(_data.Time.Values, k);
        Vector<float> norm = Vector<float>.One / ((x * x) + (y * y) + new Vector<float>(Zeta));
        Vector<float> rest = t + (x * du) + (y * dv);
        Vector<float> weight = _settings.Delta * norm * new Vector<float>(_data.Inside.Values, k)
            / Vector.SquareRoot((rest * rest * norm) + new Vector<float>(Epsilon2));
        sum.Add(weight, x, y, t);
    }

    // gamma Psi'(the same of both derivatives, each divided by its own gradient)
    private void AddGradients(ref DataSum sum, int k, Vector<float> du, Vector<float> dv)
    {
        Vector<float> xx = new(_data.XX.Values, k), xy = new(_data.XY.Values, k), yy = new(_data.YY.Values, k);
        Vector<float> xt = new(_data.XTime.Values, k), yt = new(_data.YTime.Values, k), zeta = new(Zeta);
        Vector<float> normX = Vector<float>.One / ((xx * xx) + (xy * xy) + zeta);
        Vector<float> normY = Vector<float>.One / ((yy * yy) + (xy * xy) + zeta);
        Vector<float> restX = xt + (xx * du) + (xy * dv), restY = yt + (xy * du) + (yy * dv);
        Vector<float> weight = _settings.Gamma * new Vector<float>(_data.Inside.Values, k) / Vector.SquareRoot(
            (restX * restX * normX) + (restY * restY * normY) + new Vector<float>(Epsilon2));
        sum.Add(weight * normX, xx, xy, xt);
        sum.Add(weight * normY, xy, yy, yt);
    }

    /// <summary>Sums of the data terms of a few pixels: A and b of weight (x du + y dv + t)^2.</summary>
    private struct DataSum
    {
        public Vector<float> A11, A12, A22, B1, B2;

        public void Add(Vector<float> weight, Vector<float> x, Vector<float> y, Vector<float> t)
        {
            Vector<float> weightX = weight * x, weightY = weight * y;
            A11 += weightX * x;
            A12 += weightX * y;
            A22 += weightY * y;
            B1 -= weightX * t;
            B2 -= weightY * t;
        }
    }
}
