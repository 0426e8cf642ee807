using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Impasto.Numerics;

/// <summary>
/// Products of small matrices in double precision, four rows and three registers of columns at a time.
/// </summary>
internal static class MatrixKernel
{
    /// <summary>Rows that share each value read from B.</summary>
    public const int Rows = 4;

    /// <summary>C += A B, where each matrix begins at its span's first value and its rows lie that far apart.</summary>
    /// <remarks>
    /// Each sum runs over the depth in its order, in fused multiply-adds, whatever the matrices' sizes.
    /// </remarks>
    /// <param name="a">A, rows x depth.</param>
    /// <param name="aRow">From one row of A to the next.</param>
    /// <param name="b">B, depth x columns.</param>
    /// <param name="bRow">From one row of B to the next.</param>
    /// <param name="c">C, rows x columns.</param>
    /// <param name="cRow">From one row of C to the next.</param>
    /// <param name="size">Rows, depth and columns.</param>
    public static void AddProduct(
        ReadOnlySpan<double> a, int aRow, ReadOnlySpan<double> b, int bRow, Span<double> c, int cRow,
        (int Rows, int Depth, int Columns) size)
    {
        if (size.Rows == 0 || size.Depth == 0 || size.Columns == 0)
            return;
        Check(a.Length, aRow, size.Rows, size.Depth);
        Check(b.Length, bRow, size.Depth, size.Columns);
        Check(c.Length, cRow, size.Rows, size.Columns);
        ref double left = ref MemoryMarshal.GetReference(a), right = ref MemoryMarshal.GetReference(b),
            sums = ref MemoryMarshal.GetReference(c);
        for (int row = 0; row < size.Rows;)
        {
            // The last rows are done one by one.
            int count = size.Rows - row >= Rows ? Rows : 1;
            if (count == 1)
                AddRow(ref Unsafe.Add(ref left, row * aRow), ref right, bRow, ref Unsafe.Add(ref sums, row * cRow),
                    size.Depth, size.Columns);
            else
                AddRows(ref Unsafe.Add(ref left, row * aRow), aRow, ref right, bRow,
                    ref Unsafe.Add(ref sums, row * cRow), cRow, size.Depth, size.Columns);
            row += count;
        }
    }

    private static void Check(int length, int row, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(row, columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, ((long)(rows - 1) * row) + columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRows(
        ref double a, int aRow, ref double b, int bRow, ref double c, int cRow, int depth, int columns)
    {
        int lanes = Vector<double>.Count, column = 0;
        ref double a1 = ref Unsafe.Add(ref a, aRow), a2 = ref Unsafe.Add(ref a1, aRow),
            a3 = ref Unsafe.Add(ref a2, aRow);
        for (; column <= columns - (3 * lanes); column += 3 * lanes)
        {
            ref double c0 = ref Unsafe.Add(ref c, column), c1 = ref Unsafe.Add(ref c0, cRow),
                c2 = ref Unsafe.Add(ref c1, cRow), c3 = ref Unsafe.Add(ref c2, cRow);
            nuint second = (nuint)lanes, third = 2 * second;
            Vector<double> s00 = Vector.LoadUnsafe(ref c0), s01 = Vector.LoadUnsafe(ref c0, second),
                s02 = Vector.LoadUnsafe(ref c0, third);
            Vector<double> s10 = Vector.LoadUnsafe(ref c1), s11 = Vector.LoadUnsafe(ref c1, second),
                s12 = Vector.LoadUnsafe(ref c1, third);
            Vector<double> s20 = Vector.LoadUnsafe(ref c2), s21 = Vector.LoadUnsafe(ref c2, second),
                s22 = Vector.LoadUnsafe(ref c2, third);
            Vector<double> s30 = Vector.LoadUnsafe(ref c3), s31 = Vector.LoadUnsafe(ref c3, second),
                s32 = Vector.LoadUnsafe(ref c3, third);
            ref double row = ref Unsafe.Add(ref b, column);
            for (int k = 0; k < depth; k++, row = ref Unsafe.Add(ref row, bRow))
            {
                Vector<double> b0 = Vector.LoadUnsafe(ref row), b1 = Vector.LoadUnsafe(ref row, second),
                    b2 = Vector.LoadUnsafe(ref row, third);
                var factor = new Vector<double>(Unsafe.Add(ref a, k));
                s00 = Vector.FusedMultiplyAdd(factor, b0, s00);
                s01 = Vector.FusedMultiplyAdd(factor, b1, s01);
                s02 = Vector.FusedMultiplyAdd(factor, b2, s02);
                factor = new Vector<double>(Unsafe.Add(ref a1, k));
                s10 = Vector.FusedMultiplyAdd(factor, b0, s10);
                s11 = Vector.FusedMultiplyAdd(factor, b1, s11);
                s12 = Vector.FusedMultiplyAdd(factor, b2, s12);
                factor = new Vector<double>(Unsafe.Add(ref a2, k));
                s20 = Vector.FusedMultiplyAdd(factor, b0, s20);
                s21 = Vector.FusedMultiplyAdd(factor, b1, s21);
                s22 = Vector.FusedMultiplyAdd(factor, b2, s22);
                factor = new Vector<double>(Unsafe.Add(ref a3, k));
                s30 = Vector.FusedMultiplyAdd(factor, b0, s30);
                s31 = Vector.FusedMultiplyAdd(factor, b1, s31);
                s32 = Vector.FusedMultiplyAdd(factor, b2, s32);
            }

            s00.StoreUnsafe(ref c0);
            s01.StoreUnsafe(ref c0, second);
            s02.StoreUnsafe(ref c0, third);
            s10.StoreUnsafe(ref c1);
            s11.StoreUnsafe(ref c1, second);
            s12.StoreUnsafe(ref c1, third);
            s20.StoreUnsafe(ref c2);
            s21.StoreUnsafe(ref c2, second);
            s22.StoreUnsafe(ref c2, third);
            s30.StoreUnsafe(ref c3);
            s31.StoreUnsafe(ref c3, second);
            s32.StoreUnsafe(ref c3, third);
        }

        ref double rest = ref Unsafe.Add(ref b, column);
        for (int row = 0; row < Rows; row++)
            AddRow(ref Unsafe.Add(ref a, row * aRow), ref rest, bRow, ref Unsafe.Add(ref c, (row * cRow) + column),
                depth, columns - column);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRow(ref double a, ref double b, int bRow, ref double c, int depth, int columns)
    {
        int lanes = Vector<double>.Count, column = 0;
        for (; column <= columns - lanes; column += lanes)
        {
            Vector<double> sum = Vector.LoadUnsafe(ref c, (nuint)column);
            ref double row = ref Unsafe.Add(ref b, column);
            for (int k = 0; k < depth; k++, row = ref Unsafe.Add(ref row, bRow))
                sum =
                    Vector.FusedMultiplyAdd(new Vector<double>(Unsafe.Add(ref a, k)), Vector.LoadUnsafe(ref row), sum);
            sum.StoreUnsafe(ref c, (nuint)column);
        }

        for (; column < columns; column++)
        {
            double sum = Unsafe.Add(ref c, column);
            for (int k = 0; k < depth; k++)
                sum = Math.FusedMultiplyAdd(Unsafe.Add(ref a, k), Unsafe.Add(ref b, (k * bRow) + column), sum);
            Unsafe.Add(ref c, column) = sum;
        }
    }
}
