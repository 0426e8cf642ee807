using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Impasto.Matching;

/// <summary>Products of matrices in single precision, six rows and two registers of columns at a time.</summary>
internal static class ProductKernel
{
    private const int Rows = 6;

    /// <summary>The number of columns must be a multiple of this.</summary>
    public static int ColumnGroup => 2 * Vector<float>.Count;

    /// <summary>The least multiple of <see cref="ColumnGroup"/> that holds so many columns.</summary>
    public static int Padded(int columns) => (columns + ColumnGroup - 1) / ColumnGroup * ColumnGroup;

    /// <summary>C = A B.</summary>
    /// <remarks>
    /// Each sum runs over the depth in its order, in fused multiply-adds: whatever is beside a row or a column, its
    /// sums are the same to the bit.
    /// </remarks>
    /// <param name="a">A, rows x depth.</param>
    /// <param name="b">B, depth x columns.</param>
    /// <param name="c">C, rows x columns; overwritten.</param>
    /// <param name="size">Rows, depth, and columns in a multiple of <see cref="ColumnGroup"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, (int Rows, int Depth, int Columns) size)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(size.Columns % ColumnGroup, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(a.Length, size.Rows * size.Depth);
        ArgumentOutOfRangeException.ThrowIfLessThan(b.Length, size.Depth * size.Columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(c.Length, size.Rows * size.Columns);
        ref float left = ref MemoryMarshal.GetReference(a), right = ref MemoryMarshal.GetReference(b),
            sums = ref MemoryMarshal.GetReference(c);
        for (int column = 0; column < size.Columns; column += ColumnGroup)
        {
            ref float panel = ref Unsafe.Add(ref right, column);
            int row = 0;
            for (; row <= size.Rows - Rows; row += Rows)
            {
                SixRows(
                    ref Unsafe.Add(ref left, row * size.Depth), ref panel,
                    ref Unsafe.Add(ref sums, (row * size.Columns) + column), size.Depth, size.Columns);
            }

            for (; row < size.Rows; row++)
            {
                OneRow(
                    ref Unsafe.Add(ref left, row * size.Depth), ref panel,
                    ref Unsafe.Add(ref sums, (row * size.Columns) + column), size.Depth, size.Columns);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SixRows(ref float a, ref float b, ref float c, int depth, int columns)
    {
        nuint second = (nuint)Vector<float>.Count;
        ref float a1 = ref Unsafe.Add(ref a, depth), a2 = ref Unsafe.Add(ref a1, depth),
            a3 = ref Unsafe.Add(ref a2, depth), a4 = ref Unsafe.Add(ref a3, depth), a5 = ref Unsafe.Add(ref a4, depth);
        Vector<float> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default,
            s30 = default, s31 = default, s40 = default, s41 = default, s50 = default, s51 = default;
        for (int k = 0; k < depth; k++, b = ref Unsafe.Add(ref b, columns))
        {
            Vector<float> b0 = Vector.LoadUnsafe(ref b), b1 = Vector.LoadUnsafe(ref b, second);
            var value = new Vector<float>(Unsafe.Add(ref a, k));
            s00 = Vector.FusedMultiplyAdd(value, b0, s00);
            s01 = Vector.FusedMultiplyAdd(value, b1, s01);
            value = new Vector<float>(Unsafe.Add(ref a1, k));
            s10 = Vector.FusedMultiplyAdd(value, b0, s10);
            s11 = Vector.FusedMultiplyAdd(value, b1, s11);
            value = new Vector<float>(Unsafe.Add(ref a2, k));
            s20 = Vector.FusedMultiplyAdd(value, b0, s20);
            s21 = Vector.FusedMultiplyAdd(value, b1, s21);
            value = new Vector<float>(Unsafe.Add(ref a3, k));
            s30 = Vector.FusedMultiplyAdd(value, b0, s30);
            s31 = Vector.FusedMultiplyAdd(value, b1, s31);
            value = new Vector<float>(Unsafe.Add(ref a4, k));
            s40 = Vector.FusedMultiplyAdd(value, b0, s40);
            s41 = Vector.FusedMultiplyAdd(value, b1, s41);
            value = new Vector<float>(Unsafe.Add(ref a5, k));
            s50 = Vector.FusedMultiplyAdd(value, b0, s50);
            s51 = Vector.FusedMultiplyAdd(value, b1, s51);
        }

        Store(ref c, s00, s01);
        Store(ref Unsafe.Add(ref c, columns), s10, s11);
        Store(ref Unsafe.Add(ref c, 2 * columns), s20, s21);
        Store(ref Unsafe.Add(ref c, 3 * columns), s30, s31);
        Store(ref Unsafe.Add(ref c, 4 * columns), s40, s41);
        Store(ref Unsafe.Add(ref c, 5 * columns), s50, s51);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow(ref float a, ref float b, ref float c, int depth, int columns)
    {
        Vector<float> s0 = default, s1 = default;
        for (int k = 0; k < depth; k++, b = ref Unsafe.Add(ref b, columns))
        {
            var value = new Vector<float>(Unsafe.Add(ref a, k));
            s0 = Vector.FusedMultiplyAdd(value, Vector.LoadUnsafe(ref b), s0);
            s1 = Vector.FusedMultiplyAdd(value, Vector.LoadUnsafe(ref b, (nuint)Vector<float>.Count), s1);
        }

        Store(ref c, s0, s1);
    }

    private static void Store(ref float target, Vector<float> first, Vector<float> second)
    {
        first.StoreUnsafe(ref target);
        second.StoreUnsafe(ref target, (nuint)Vector<float>.Count);
    }
}
