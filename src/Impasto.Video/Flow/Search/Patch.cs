using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Impasto.Video.Flow.Planes;

namespace Impasto.Video.Flow.Search;

/// <summary>One patch of the first picture with its gradients, ready to be looked for in the second one.</summary>
/// <remarks>
/// Brightness is compared less its mean over the patch: E(u) = sum_p (d_p - mean d)^2 with d_p = J(p + u) - I(p).
/// The step that the inverse search takes is u - H^-1 b, with H = sum g g^T and b = sum g d over gradients g of I
/// without their mean; H belongs to the patch and is made once. Source: Kroeger et al., 2016, equations 3 and 4;
/// Baker and Matthews, 2004.
/// </remarks>
internal ref struct Patch
{
    private const int Count = PatchGrid.Side * PatchGrid.Side;

    // Below this a patch has no gradient in one direction at least: 0.001 of a level of brightness for every pixel.
    private const float LeastDeterminant = 1e-6f, LeastRatio = 5e-5f;

    // A quarter of a patch: fewer pixels fit nearly anywhere.
    private const float LeastInside = Count / 4;

    private readonly ref float _values, _across, _down;
    private readonly int _stride;
    private readonly BorderedPlane _second;
    private readonly int _left, _top;
    private readonly float _meanAcross, _meanDown, _hxx, _hxy, _hyy;

    public Patch(BorderedPlane first, BorderedPlane across, BorderedPlane down, BorderedPlane second, int left, int top)
    {
        (_second, _left, _top, _stride) = (second, left, top, first.Stride);
        int start = first.Start(top) + left;
        _values = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(first.Values), start);
        _across = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(across.Values), start);
        _down = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(down.Values), start);
        Vector256<float> gx = default, gy = default, xx = default, xy = default, yy = default;
        for (int row = 0; row < PatchGrid.Side; row++)
        {
            Vector256<float> x = Row(ref _across, row), y = Row(ref _down, row);
            gx += x;
            gy += y;
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }

        float sumX = Vector256.Sum(gx), sumY = Vector256.Sum(gy);
        (_meanAcross, _meanDown) = (sumX / Count, sumY / Count);
        _hxx = Vector256.Sum(xx) - (sumX * _meanAcross);
        _hxy = Vector256.Sum(xy) - (sumX * _meanDown);
        _hyy = Vector256.Sum(yy) - (sumY * _meanDown);
    }

    /// <summary>Whether the patch has gradients in two directions, so that it can be placed.</summary>
    public readonly bool HasStep
    {
        get
        {
            float determinant = (_hxx * _hyy) - (_hxy * _hxy);
            return determinant > LeastRatio * (_hxx + _hyy) && determinant > LeastDeterminant;
        }
    }

    /// <summary>The error at a displacement, and the step from there.</summary>
    /// <remarks>
    /// Of a patch that lies partly outside the second picture, only the pixels inside are compared; it takes no step.
    /// </remarks>
    public readonly PatchError At(float u, float v)
    {
        float left = _left + u, top = _top + v;
        return left >= 0 && top >= 0 && left <= _second.Width - PatchGrid.Side && top <= _second.Height - PatchGrid.Side
            ? Inside(u, v) : PartlyOutside(u, v);
    }

    private readonly PatchError Inside(float u, float v)
    {
        var sampler = new PatchSampler(_second, _left + u, _top + v);
        Vector256<float> sum = default, squares = default, byX = default, byY = default;
        for (int row = 0; row < PatchGrid.Side; row++)
        {
            Vector256<float> difference = sampler.Row(row) - Row(ref _values, row);
            sum += difference;
            squares += difference * difference;
            byX += difference * Row(ref _across, row);
            byY += difference * Row(ref _down, row);
        }

        float total = Vector256.Sum(sum);
        return new PatchError(
            u,
            v,
            Vector256.Sum(squares) - (total * total / Count),
            Vector256.Sum(byX) - (total * _meanAcross),
            Vector256.Sum(byY) - (total * _meanDown));
    }

    private readonly PatchError PartlyOutside(float u, float v)
    {
        float left = _left + u, top = _top + v;
        var sampler = new PatchSampler(_second, left, top);
        Vector256<float> sum = default, squares = default, inside = sampler.InsideColumns(_second.Width);
        float count = 0;
        for (int row = 0; row < PatchGrid.Side; row++)
        {
            if (!(top + row >= 0 && top + row <= _second.Height - 1))
                continue;
            Vector256<float> difference = inside * (sampler.Row(row) - Row(ref _values, row));
            sum += difference;
            squares += difference * difference;
            count += Vector256.Sum(inside);
        }

        float total = Vector256.Sum(sum);
        float error = count < LeastInside
            ? float.PositiveInfinity : Count / count * (Vector256.Sum(squares) - (total * total / count));
        return new PatchError(u, v, error, 0, 0);
    }

    /// <summary>H^-1 b.</summary>
    public readonly (float U, float V) Step(PatchError at)
    {
        float scale = 1 / ((_hxx * _hyy) - (_hxy * _hxy));
        return (scale * ((_hyy * at.ByX) - (_hxy * at.ByY)), scale * ((_hxx * at.ByY) - (_hxy * at.ByX)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Vector256<float> Row(ref float first, int row) =>
        Vector256.LoadUnsafe(ref Unsafe.Add(ref first, row * _stride));
}
