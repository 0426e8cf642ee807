using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Impasto.Video.Flow.Planes;

/// <summary>Bicubic interpolation of a plane whose border is filled.</summary>
/// <remarks>
/// Cubic convolution with a = -1/2 (Catmull-Rom): exact for polynomials up to degree 2. Source: Keys, "Cubic
/// convolution interpolation for digital image processing", 1981, equation 15.
/// </remarks>
internal static class Bicubic
{
    /// <summary>The plane's value at a place; one outside is moved to the nearest edge.</summary>
    public static float At(BorderedPlane plane, float x, float y)
    {
        x = Math.Clamp(x, 0, plane.Width - 1);
        y = Math.Clamp(y, 0, plane.Height - 1);
        int column = (int)x, row = (int)y;
        Weights(x - column, out float a, out float b, out float c, out float d);
        Weights(y - row, out float e, out float f, out float g, out float h);
        int stride = plane.Stride;
        // Within the array: the border is wider than the two values that are read beyond an edge.
        ref float first = ref Unsafe.Add(
            ref MemoryMarshal.GetArrayDataReference(plane.Values), plane.Start(row - 1) + column - 1);
        return (e * Line(ref first)) + (f * Line(ref Unsafe.Add(ref first, stride)))
            + (g * Line(ref Unsafe.Add(ref first, 2 * stride))) + (h * Line(ref Unsafe.Add(ref first, 3 * stride)));

        float Line(ref float at) =>
            (a * at) + (b * Unsafe.Add(ref at, 1)) + (c * Unsafe.Add(ref at, 2)) + (d * Unsafe.Add(ref at, 3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Weights(float t, out float before, out float at, out float after, out float last)
    {
        float s = 1 - t;
        before = -0.5f * t * s * s;
        at = 1 + (t * t * ((1.5f * t) - 2.5f));
        after = 1 + (s * s * ((1.5f * s) - 2.5f));
        last = -0.5f * s * t * t;
    }
}
