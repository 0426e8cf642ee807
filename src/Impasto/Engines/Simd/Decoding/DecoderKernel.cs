using System.Runtime.CompilerServices;
using Impasto.Engines.Simd.Lanes;

namespace Impasto.Engines.Simd.Decoding;

/// <summary>The micro-kernels of a decoder's convolutions.</summary>
/// <remarks>
/// C[r, j] = max(floor, bias[j] + sum over the lines l and their values k of l[r, k] B[k, j]); B continues from line to
/// line. The accumulators are named one by one, as in PanelKernel, and fit AVX2's sixteen registers.
/// </remarks>
internal static unsafe class DecoderKernel<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Positions of a call of <see cref="Wide"/>.</summary>
    public const int Six = 6;

    /// <summary>Positions of a call of <see cref="Narrow"/>.</summary>
    public const int Twelve = 12;

    /// <summary>Six positions, two registers of outputs.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="count">How many lines.</param>
    /// <param name="shift">Positions to skip.</param>
    /// <param name="b">B: rows of two registers.</param>
    /// <param name="bias">Two registers.</param>
    /// <param name="floor">0 for a ReLU, minus infinity for none.</param>
    /// <param name="c">The first position's result.</param>
    /// <param name="cRow">Floats to the next position's result.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Wide(
        DecoderLine* lines, int count, int shift, float* b, float* bias, float floor, float* c, nint cRow)
    {
        int lanes = TLanes.Count;
        TLanes c00 = TLanes.Load(bias), c01 = TLanes.Load(bias + lanes);
        TLanes c10 = c00, c11 = c01, c20 = c00, c21 = c01, c30 = c00, c31 = c01, c40 = c00, c41 = c01;
        TLanes c50 = c00, c51 = c01;
        for (int line = 0; line < count; line++)
        {
            nint next = lines[line].Next, depth = lines[line].Depth;
            float* a0 = lines[line].First + (shift * next), a1 = a0 + next, a2 = a1 + next, a3 = a2 + next,
                a4 = a3 + next, a5 = a4 + next;
            for (nint k = 0; k < depth; k++)
            {
                TLanes b0 = TLanes.Load(b), b1 = TLanes.Load(b + lanes);
                b += 2 * lanes;
                TLanes x = TLanes.Broadcast(a0[k]);
                c00 = TLanes.MultiplyAdd(x, b0, c00);
                c01 = TLanes.MultiplyAdd(x, b1, c01);
                x = TLanes.Broadcast(a1[k]);
                c10 = TLanes.MultiplyAdd(x, b0, c10);
                c11 = TLanes.MultiplyAdd(x, b1, c11);
                x = TLanes.Broadcast(a2[k]);
                c20 = TLanes.MultiplyAdd(x, b0, c20);
                c21 = TLanes.MultiplyAdd(x, b1, c21);
                x = TLanes.Broadcast(a3[k]);
                c30 = TLanes.MultiplyAdd(x, b0, c30);
                c31 = TLanes.MultiplyAdd(x, b1, c31);
                x = TLanes.Broadcast(a4[k]);
                c40 = TLanes.MultiplyAdd(x, b0, c40);
                c41 = TLanes.MultiplyAdd(x, b1, c41);
                x = TLanes.Broadcast(a5[k]);
                c50 = TLanes.MultiplyAdd(x, b0, c50);
                c51 = TLanes.MultiplyAdd(x, b1, c51);
            }
        }

        TLanes least = TLanes.Broadcast(floor);
        Store(least, c00, c01, c);
        Store(least, c10, c11, c + cRow);
        Store(least, c20, c21, c + (2 * cRow));
        Store(least, c30, c31, c + (3 * cRow));
        Store(least, c40, c41, c + (4 * cRow));
        Store(least, c50, c51, c + (5 * cRow));
    }

    /// <summary>Twelve positions, one register of outputs.</summary>
    /// <inheritdoc cref="Wide"/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Narrow(
        DecoderLine* lines, int count, int shift, float* b, float* bias, float floor, float* c, nint cRow)
    {
        int lanes = TLanes.Count;
        TLanes c0 = TLanes.Load(bias), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0, c8 = c0, c9 = c0;
        TLanes c10 = c0, c11 = c0;
        for (int line = 0; line < count; line++)
        {
            nint next = lines[line].Next, depth = lines[line].Depth, next4 = 4 * next, next8 = 8 * next;
            float* a0 = lines[line].First + (shift * next), a1 = a0 + next, a2 = a1 + next, a3 = a2 + next;
            for (nint k = 0; k < depth; k++)
            {
                TLanes x = TLanes.Load(b);
                b += lanes;
                c0 = TLanes.MultiplyAdd(TLanes.Broadcast(a0[k]), x, c0);
                c1 = TLanes.MultiplyAdd(TLanes.Broadcast(a1[k]), x, c1);
                c2 = TLanes.MultiplyAdd(TLanes.Broadcast(a2[k]), x, c2);
                c3 = TLanes.MultiplyAdd(TLanes.Broadcast(a3[k]), x, c3);
                c4 = TLanes.MultiplyAdd(TLanes.Broadcast(a0[k + next4]), x, c4);
                c5 = TLanes.MultiplyAdd(TLanes.Broadcast(a1[k + next4]), x, c5);
                c6 = TLanes.MultiplyAdd(TLanes.Broadcast(a2[k + next4]), x, c6);
                c7 = TLanes.MultiplyAdd(TLanes.Broadcast(a3[k + next4]), x, c7);
                c8 = TLanes.MultiplyAdd(TLanes.Broadcast(a0[k + next8]), x, c8);
                c9 = TLanes.MultiplyAdd(TLanes.Broadcast(a1[k + next8]), x, c9);
                c10 = TLanes.MultiplyAdd(TLanes.Broadcast(a2[k + next8]), x, c10);
                c11 = TLanes.MultiplyAdd(TLanes.Broadcast(a3[k + next8]), x, c11);
            }
        }

        TLanes least = TLanes.Broadcast(floor);
        TLanes.Store(TLanes.Max(least, c0), c);
        TLanes.Store(TLanes.Max(least, c1), c + cRow);
        TLanes.Store(TLanes.Max(least, c2), c + (2 * cRow));
        TLanes.Store(TLanes.Max(least, c3), c + (3 * cRow));
        TLanes.Store(TLanes.Max(least, c4), c + (4 * cRow));
        TLanes.Store(TLanes.Max(least, c5), c + (5 * cRow));
        TLanes.Store(TLanes.Max(least, c6), c + (6 * cRow));
        TLanes.Store(TLanes.Max(least, c7), c + (7 * cRow));
        TLanes.Store(TLanes.Max(least, c8), c + (8 * cRow));
        TLanes.Store(TLanes.Max(least, c9), c + (9 * cRow));
        TLanes.Store(TLanes.Max(least, c10), c + (10 * cRow));
        TLanes.Store(TLanes.Max(least, c11), c + (11 * cRow));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TLanes floor, TLanes first, TLanes second, float* target)
    {
        TLanes.Store(TLanes.Max(floor, first), target);
        TLanes.Store(TLanes.Max(floor, second), target + TLanes.Count);
    }
}
