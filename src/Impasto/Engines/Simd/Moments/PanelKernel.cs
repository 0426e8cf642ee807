using System.Runtime.CompilerServices;
using Impasto.Engines.Simd.Lanes;

namespace Impasto.Engines.Simd.Moments;

/// <summary>The micro-kernel: a few rows of a matrix times one panel of another, the sums held in registers.</summary>
/// <remarks>
/// C[r, j] = sum over k of A[r, k] B[k, j]. Every multiplication of the engine, convolution or moment, ends here.
/// The accumulators are named one by one: as an array they live in memory and cost a factor of six. Twelve of them
/// cover the latency of two multiply-adds a cycle, and with two registers of B and one of A just fit AVX2's sixteen
/// registers.
/// </remarks>
internal static unsafe class PanelKernel<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Rows, or columns, that one call of the kernel takes.</summary>
    public const int Rows = 6;

    /// <summary>Rows of any multiplication may come in multiples of this.</summary>
    public const int RowGroup = 12;

    /// <summary>
    /// The number of rows must be a multiple of this: an odd last block is done alone, with more rows at a time.
    /// </summary>
    /// <param name="blocks">Registers in a row of C.</param>
    public static int GroupFor(int blocks) => blocks % 2 == 0 ? Rows : RowGroup;

    /// <summary>C = A B for a B that lies panel after panel, laid out as in <see cref="PanelOffset"/>.</summary>
    /// <param name="a">A, rows x depth.</param>
    /// <param name="aRow">Floats from one row of A to the next.</param>
    /// <param name="rows">A multiple of <see cref="GroupFor"/>.</param>
    /// <param name="b">B, depth x blocks * lanes in panels.</param>
    /// <param name="depth">Length of the sums, at least 1.</param>
    /// <param name="blocks">Registers in a row of C.</param>
    /// <param name="c">C, rows x blocks * lanes.</param>
    /// <param name="cRow">Floats from one row of C to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* a, nint aRow, int rows, float* b, int depth, int blocks, float* c, nint cRow)
    {
        int lanes = TLanes.Count, panel = 2 * lanes;
        int pairs = blocks / 2;
        for (int j = 0; j < pairs; j++)
        {
            // All groups of rows are multiplied by a panel while it is in the first-level cache.
            // The last two groups fetch half of the next panel each; the others fetch again what is in the cache
            // already.
            float* bPanel = b + PanelOffset(j, depth), next = b + PanelOffset(j + 1, depth);
            for (int r = 0; r < rows; r += Rows)
            {
                int left = (rows - r) / Rows;
                float* ahead = left > 2 ? bPanel : next + ((nint)(2 - left) * depth * lanes);
                SixRows(a + (r * aRow), aRow, bPanel, panel, depth, c + (r * cRow) + (j * panel), cRow, ahead);
            }
        }

        if (blocks % 2 == 0)
            return;
        float* last = b + PanelOffset(pairs, depth);
        for (int r = 0; r < rows; r += RowGroup)
            TwelveRowsNarrow(a + (r * aRow), aRow, last, lanes, depth, c + (r * cRow) + (pairs * panel), cRow);
    }

    /// <summary>
    /// Where a panel begins: panels of two registers a row one after the other, an odd last block as one of one
    /// register.
    /// </summary>
    public static nint PanelOffset(int panel, int depth) => (nint)panel * 2 * TLanes.Count * depth;

    /// <summary>6 rows times a panel of two registers.</summary>
    /// <param name="a">The first row; its values lie side by side.</param>
    /// <param name="aRow">Floats from one row of A to the next.</param>
    /// <param name="b">The panel.</param>
    /// <param name="bRow">Floats from one row of the panel to the next.</param>
    /// <param name="depth">Length of the sums, at least 1.</param>
    /// <param name="c">The first row of the result.</param>
    /// <param name="cRow">Floats from one row of the result to the next.</param>
    /// <param name="ahead">
    /// What will be needed soon: one register of it a step is fetched into the second-level cache.
    /// </param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SixRows(float* a, nint aRow, float* b, nint bRow, nint depth, float* c, nint cRow, float* ahead)
    {
        int lanes = TLanes.Count;
        float* a1 = a + aRow, a2 = a1 + aRow, a3 = a2 + aRow, a4 = a3 + aRow, a5 = a4 + aRow;
        TLanes c00 = TLanes.Zero, c01 = TLanes.Zero, c10 = TLanes.Zero, c11 = TLanes.Zero;
        TLanes c20 = TLanes.Zero, c21 = TLanes.Zero, c30 = TLanes.Zero, c31 = TLanes.Zero;
        TLanes c40 = TLanes.Zero, c41 = TLanes.Zero, c50 = TLanes.Zero, c51 = TLanes.Zero;
        for (nint k = 0; k < depth; k++)
        {
            TLanes b0 = TLanes.Load(b), b1 = TLanes.Load(b + lanes);
            b += bRow;
            TLanes.Prefetch(ahead);
            ahead += lanes;
            TLanes x = TLanes.Broadcast(a[k]);
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

        Store(c00, c01, c, lanes);
        Store(c10, c11, c + cRow, lanes);
        Store(c20, c21, c + (2 * cRow), lanes);
        Store(c30, c31, c + (3 * cRow), lanes);
        Store(c40, c41, c + (4 * cRow), lanes);
        Store(c50, c51, c + (5 * cRow), lanes);
    }

    /// <summary>12 rows times a panel of one register: the last block where their number is odd.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwelveRowsNarrow(float* a, nint aRow, float* b, nint bRow, nint depth, float* c, nint cRow)
    {
        float* a1 = a + aRow, a2 = a1 + aRow, a3 = a2 + aRow, a4 = a3 + aRow, a5 = a4 + aRow;
        float* a6 = a5 + aRow, a7 = a6 + aRow, a8 = a7 + aRow, a9 = a8 + aRow, a10 = a9 + aRow, a11 = a10 + aRow;
        TLanes c0 = TLanes.Zero, c1 = TLanes.Zero, c2 = TLanes.Zero, c3 = TLanes.Zero, c4 = TLanes.Zero,
            c5 = TLanes.Zero;
        TLanes c6 = TLanes.Zero, c7 = TLanes.Zero, c8 = TLanes.Zero, c9 = TLanes.Zero, c10 = TLanes.Zero,
            c11 = TLanes.Zero;
        for (nint k = 0; k < depth; k++)
        {
            TLanes b0 = TLanes.Load(b);
            b += bRow;
            c0 = TLanes.MultiplyAdd(TLanes.Broadcast(a[k]), b0, c0);
            c1 = TLanes.MultiplyAdd(TLanes.Broadcast(a1[k]), b0, c1);
            c2 = TLanes.MultiplyAdd(TLanes.Broadcast(a2[k]), b0, c2);
            c3 = TLanes.MultiplyAdd(TLanes.Broadcast(a3[k]), b0, c3);
            c4 = TLanes.MultiplyAdd(TLanes.Broadcast(a4[k]), b0, c4);
            c5 = TLanes.MultiplyAdd(TLanes.Broadcast(a5[k]), b0, c5);
            c6 = TLanes.MultiplyAdd(TLanes.Broadcast(a6[k]), b0, c6);
            c7 = TLanes.MultiplyAdd(TLanes.Broadcast(a7[k]), b0, c7);
            c8 = TLanes.MultiplyAdd(TLanes.Broadcast(a8[k]), b0, c8);
            c9 = TLanes.MultiplyAdd(TLanes.Broadcast(a9[k]), b0, c9);
            c10 = TLanes.MultiplyAdd(TLanes.Broadcast(a10[k]), b0, c10);
            c11 = TLanes.MultiplyAdd(TLanes.Broadcast(a11[k]), b0, c11);
        }

        TLanes.Store(c0, c);
        TLanes.Store(c1, c + cRow);
        TLanes.Store(c2, c + (2 * cRow));
        TLanes.Store(c3, c + (3 * cRow));
        TLanes.Store(c4, c + (4 * cRow));
        TLanes.Store(c5, c + (5 * cRow));
        TLanes.Store(c6, c + (6 * cRow));
        TLanes.Store(c7, c + (7 * cRow));
        TLanes.Store(c8, c + (8 * cRow));
        TLanes.Store(c9, c + (9 * cRow));
        TLanes.Store(c10, c + (10 * cRow));
        TLanes.Store(c11, c + (11 * cRow));
    }

    /// <summary>
    /// A row of six numbers at each of some places, times a panel of two registers: C[r, j] = sum over k of a[taps[k] +
    /// r] B[k, j].
    /// </summary>
    /// <param name="a">Where places are counted from.</param>
    /// <param name="taps">The places, in floats.</param>
    /// <param name="b">The panel.</param>
    /// <param name="depth">How many places.</param>
    /// <param name="c">The first row of the result.</param>
    /// <param name="cRow">Floats from one row of the result to the next.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SixPositions(float* a, nint* taps, float* b, nint depth, float* c, nint cRow)
    {
        int lanes = TLanes.Count;
        TLanes c00 = TLanes.Zero, c01 = TLanes.Zero, c10 = TLanes.Zero, c11 = TLanes.Zero;
        TLanes c20 = TLanes.Zero, c21 = TLanes.Zero, c30 = TLanes.Zero, c31 = TLanes.Zero;
        TLanes c40 = TLanes.Zero, c41 = TLanes.Zero, c50 = TLanes.Zero, c51 = TLanes.Zero;
        for (nint k = 0; k < depth; k++)
        {
            TLanes b0 = TLanes.Load(b), b1 = TLanes.Load(b + lanes);
            b += 2 * lanes;
            float* seen = a + taps[k];
            TLanes x = TLanes.Broadcast(seen[0]);
            c00 = TLanes.MultiplyAdd(x, b0, c00);
            c01 = TLanes.MultiplyAdd(x, b1, c01);
            x = TLanes.Broadcast(seen[1]);
            c10 = TLanes.MultiplyAdd(x, b0, c10);
            c11 = TLanes.MultiplyAdd(x, b1, c11);
            x = TLanes.Broadcast(seen[2]);
            c20 = TLanes.MultiplyAdd(x, b0, c20);
            c21 = TLanes.MultiplyAdd(x, b1, c21);
            x = TLanes.Broadcast(seen[3]);
            c30 = TLanes.MultiplyAdd(x, b0, c30);
            c31 = TLanes.MultiplyAdd(x, b1, c31);
            x = TLanes.Broadcast(seen[4]);
            c40 = TLanes.MultiplyAdd(x, b0, c40);
            c41 = TLanes.MultiplyAdd(x, b1, c41);
            x = TLanes.Broadcast(seen[5]);
            c50 = TLanes.MultiplyAdd(x, b0, c50);
            c51 = TLanes.MultiplyAdd(x, b1, c51);
        }

        Store(c00, c01, c, lanes);
        Store(c10, c11, c + cRow, lanes);
        Store(c20, c21, c + (2 * cRow), lanes);
        Store(c30, c31, c + (3 * cRow), lanes);
        Store(c40, c41, c + (4 * cRow), lanes);
        Store(c50, c51, c + (5 * cRow), lanes);
    }

    /// <summary>
    /// 4 columns of A, turned, times a panel of two registers: C[r, j] += sum over k of A[k, r] B[k, j].
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourColumns(float* a, nint aRow, float* b, nint bRow, nint depth, float* c, nint cRow)
    {
        int lanes = TLanes.Count;
        TLanes c00 = TLanes.Load(c), c01 = TLanes.Load(c + lanes);
        TLanes c10 = TLanes.Load(c + cRow), c11 = TLanes.Load(c + cRow + lanes);
        TLanes c20 = TLanes.Load(c + (2 * cRow)), c21 = TLanes.Load(c + (2 * cRow) + lanes);
        TLanes c30 = TLanes.Load(c + (3 * cRow)), c31 = TLanes.Load(c + (3 * cRow) + lanes);
        for (nint k = 0; k < depth; k++)
        {
            TLanes b0 = TLanes.Load(b), b1 = TLanes.Load(b + lanes);
            b += bRow;
            TLanes x = TLanes.Broadcast(a[0]);
            c00 = TLanes.MultiplyAdd(x, b0, c00);
            c01 = TLanes.MultiplyAdd(x, b1, c01);
            x = TLanes.Broadcast(a[1]);
            c10 = TLanes.MultiplyAdd(x, b0, c10);
            c11 = TLanes.MultiplyAdd(x, b1, c11);
            x = TLanes.Broadcast(a[2]);
            c20 = TLanes.MultiplyAdd(x, b0, c20);
            c21 = TLanes.MultiplyAdd(x, b1, c21);
            x = TLanes.Broadcast(a[3]);
            c30 = TLanes.MultiplyAdd(x, b0, c30);
            c31 = TLanes.MultiplyAdd(x, b1, c31);
            a += aRow;
        }

        Store(c00, c01, c, lanes);
        Store(c10, c11, c + cRow, lanes);
        Store(c20, c21, c + (2 * cRow), lanes);
        Store(c30, c31, c + (3 * cRow), lanes);
    }

    /// <summary>8 columns of A, turned, times a panel of one register.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EightColumnsNarrow(float* a, nint aRow, float* b, nint bRow, nint depth, float* c, nint cRow)
    {
        TLanes c0 = TLanes.Load(c);
        TLanes c1 = TLanes.Load(c + cRow);
        TLanes c2 = TLanes.Load(c + (2 * cRow));
        TLanes c3 = TLanes.Load(c + (3 * cRow));
        TLanes c4 = TLanes.Load(c + (4 * cRow));
        TLanes c5 = TLanes.Load(c + (5 * cRow));
        TLanes c6 = TLanes.Load(c + (6 * cRow));
        TLanes c7 = TLanes.Load(c + (7 * cRow));
        for (nint k = 0; k < depth; k++)
        {
            TLanes b0 = TLanes.Load(b);
            b += bRow;
            c0 = TLanes.MultiplyAdd(TLanes.Broadcast(a[0]), b0, c0);
            c1 = TLanes.MultiplyAdd(TLanes.Broadcast(a[1]), b0, c1);
            c2 = TLanes.MultiplyAdd(TLanes.Broadcast(a[2]), b0, c2);
            c3 = TLanes.MultiplyAdd(TLanes.Broadcast(a[3]), b0, c3);
            c4 = TLanes.MultiplyAdd(TLanes.Broadcast(a[4]), b0, c4);
            c5 = TLanes.MultiplyAdd(TLanes.Broadcast(a[5]), b0, c5);
            c6 = TLanes.MultiplyAdd(TLanes.Broadcast(a[6]), b0, c6);
            c7 = TLanes.MultiplyAdd(TLanes.Broadcast(a[7]), b0, c7);
            a += aRow;
        }

        TLanes.Store(c0, c);
        TLanes.Store(c1, c + cRow);
        TLanes.Store(c2, c + (2 * cRow));
        TLanes.Store(c3, c + (3 * cRow));
        TLanes.Store(c4, c + (4 * cRow));
        TLanes.Store(c5, c + (5 * cRow));
        TLanes.Store(c6, c + (6 * cRow));
        TLanes.Store(c7, c + (7 * cRow));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TLanes first, TLanes second, float* target, int lanes)
    {
        TLanes.Store(first, target);
        TLanes.Store(second, target + lanes);
    }
}
