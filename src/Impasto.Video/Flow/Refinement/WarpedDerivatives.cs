using System.Numerics;
using Impasto.Threads;
using Impasto.Video.Flow.Planes;

namespace Impasto.Video.Flow.Refinement;

/// <summary>
/// The second picture brought back by the flow, its difference from the first one, and the derivatives of both.
/// </summary>
internal sealed class WarpedDerivatives
{
    private readonly BorderedPlane _first, _second, _firstAcross, _firstDown, _warped, _across, _down;
    private readonly RowPass _warp, _differentiate, _differentiateAgain;
    private BorderedPlane? _u, _v;

    /// <summary>Prepares for a level.</summary>
    /// <param name="first">The first picture's brightness.</param>
    /// <param name="second">The second picture's brightness, its border filled.</param>
    /// <param name="gradients">The first picture's derivatives.</param>
    public WarpedDerivatives(
        BorderedPlane first, BorderedPlane second, (BorderedPlane Across, BorderedPlane Down) gradients)
    {
        (_first, _second, (_firstAcross, _firstDown)) = (first, second, gradients);
        (int width, int height) = (first.Width, first.Height);
        (_warped, _across, _down, Time, Inside) = (New(), New(), New(), New(), New());
        (X, Y, XX, XY, YY, XTime, YTime) = (New(), New(), New(), New(), New(), New(), New());
        _warp = new RowPass(height, Warp);
        _differentiate = new RowPass(height, Differentiate);
        _differentiateAgain = new RowPass(height, DifferentiateAgain);

        BorderedPlane New() => new(width, height);
    }

    /// <summary>J(p + w) - I(p).</summary>
    public BorderedPlane Time { get; }

    /// <summary>1 where p + w lies inside the second picture, else 0.</summary>
    public BorderedPlane Inside { get; }

    /// <summary>Mean of both pictures' horizontal derivatives.</summary>
    public BorderedPlane X { get; }

    /// <summary>Mean of both pictures' vertical derivatives.</summary>
    public BorderedPlane Y { get; }

    /// <summary>Horizontal derivative of <see cref="X"/>.</summary>
    public BorderedPlane XX { get; }

    /// <summary>Vertical derivative of <see cref="X"/>.</summary>
    public BorderedPlane XY { get; }

    /// <summary>Vertical derivative of <see cref="Y"/>.</summary>
    public BorderedPlane YY { get; }

    /// <summary>Difference of both pictures' horizontal derivatives.</summary>
    public BorderedPlane XTime { get; }

    /// <summary>Difference of both pictures' vertical derivatives.</summary>
    public BorderedPlane YTime { get; }

    public void Run(BorderedPlane u, BorderedPlane v, WorkerTeam? team)
    {
        (_u, _v) = (u, v);
        _warp.Run(team);
        _warped.Extend();
        _differentiate.Run(team);
        X.Extend();
        Y.Extend();
        _differentiateAgain.Run(team);
    }

    private void Warp(int from, int to)
    {
        for (int y = from; y < to; y++)
        {
            int start = _first.Start(y);
            for (int x = 0; x < _first.Width; x++)
            {
                int k = start + x;
                float column = x + _u!.Values[k], row = y + _v!.Values[k];
                bool isInside = column >= 0 && column <= _first.Width - 1 && row >= 0 && row <= _first.Height - 1;
                Inside.Values[k] = isInside ? 1 : 0;
                float value = Bicubic.At(_second, column, row);
                _warped.Values[k] = value;
                Time.Values[k] = value - _first.Values[k];
            }
        }
    }

    private void Differentiate(int from, int to)
    {
        Gradients.Rows(_warped, _across, _down, from, to);
        for (int y = from; y < to; y++)
        {
            int start = _first.Start(y);
            for (int k = start; k < start + _first.Width; k += Vector<float>.Count)
            {
                Both(_firstAcross, _across, X, XTime, k);
                Both(_firstDown, _down, Y, YTime, k);
            }
        }
    }

    private static void Both(
        BorderedPlane first, BorderedPlane second, BorderedPlane mean, BorderedPlane difference, int k)
    {
        Vector<float> one = new(first.Values, k), other = new(second.Values, k);
        (0.5f * (one + other)).CopyTo(mean.Values, k);
        (other - one).CopyTo(difference.Values, k);
    }

    private void DifferentiateAgain(int from, int to)
    {
        Gradients.Rows(X, XX, XY, from, to);
        Gradients.Down(Y, YY, from, to);
    }
}
