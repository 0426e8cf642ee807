using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Impasto.Video.Flow.Planes;

namespace Impasto.Video.Flow.Search;

/// <summary>Reads a plane at a patch's place moved by fractions of a pixel, a row of the patch at a time.</summary>
internal readonly ref struct PatchSampler
{
    private readonly ref float _first;
    private readonly int _stride;
    private readonly float _left;
    private readonly float _upperLeft, _upperRight, _lowerLeft, _lowerRight;

    /// <summary>A patch of a plane, moved; it stays inside the border.</summary>
    /// <param name="plane">The plane; its border is filled.</param>
    /// <param name="left">First column.</param>
    /// <param name="top">First row.</param>
    public PatchSampler(BorderedPlane plane, float left, float top)
    {
        const int Most = PatchGrid.Side + 2;
        _left = left;
        int height = plane.Values.Length / plane.Stride;
        // NaN can't occur: displacements are finite. Clamping keeps every read inside the array.
        float x = Math.Clamp(left + BorderedPlane.Border, 0, plane.Width + (2 * BorderedPlane.Border) - Most);
        float y = Math.Clamp(top + BorderedPlane.Border, 0, height - Most);
        int column = (int)x, row = (int)y;
        float right = x - column, lower = y - row;
        _lowerRight = right * lower;
        _lowerLeft = lower - _lowerRight;
        _upperRight = right - _lowerRight;
        _upperLeft = 1 - right - lower + _lowerRight;
        _stride = plane.Stride;
        _first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(plane.Values), (row * plane.Stride) + column);
    }

    /// <summary>1 for each of the patch's columns that lies inside the picture, else 0.</summary>
    /// <param name="width">Columns of the picture.</param>
    public Vector256<float> InsideColumns(int width)
    {
        Vector256<float> columns = Vector256.Create(_left) + Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7);
        Vector256<float> inside = Vector256.GreaterThanOrEqual(columns, Vector256<float>.Zero)
            & Vector256.LessThanOrEqual(columns, Vector256.Create(width - 1f));
        return inside & Vector256<float>.One;
    }

    /// <summary>The 8 values of one of the patch's rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Row(int row)
    {
        ref float upper = ref Unsafe.Add(ref _first, row * _stride);
        ref float lower = ref Unsafe.Add(ref upper, _stride);
        return (_upperLeft * Vector256.LoadUnsafe(ref upper))
            + (_upperRight * Vector256.LoadUnsafe(ref Unsafe.Add(ref upper, 1)))
            + (_lowerLeft * Vector256.LoadUnsafe(ref lower))
            + (_lowerRight * Vector256.LoadUnsafe(ref Unsafe.Add(ref lower, 1)));
    }
}
