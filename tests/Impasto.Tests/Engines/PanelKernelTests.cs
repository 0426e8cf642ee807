using System.Runtime.Intrinsics;
using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Moments;

namespace Impasto.Tests.Engines;

/// <summary>The kernels of all multiplications against plain loops in double precision, for every width.</summary>
public sealed unsafe class PanelKernelTests
{
    public static TheoryData<int> Widths =>
        Vector512.IsHardwareAccelerated ? [4, 8, 16] : Vector256.IsHardwareAccelerated ? [4, 8] : [4];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Multiply_is_the_product_of_a_and_the_panels(int width)
    {
        foreach ((int rows, int depth, int blocks) in ((int, int, int)[])
            [(6, 1, 2), (18, 7, 2), (12, 33, 1), (24, 5, 3), (30, 64, 4)])
        {
            int columns = blocks * width, aRow = depth + 3, cRow = columns + width;
            float[] a = Values(rows * aRow, 1), b = Values(depth * columns, 2), c = new float[rows * cRow];
            Run(width, a, Panels(b, depth, columns, width), c, rows, depth, (aRow, cRow, blocks));

            AssertProduct(rows, columns, depth, (r, k) => a[(r * aRow) + k], (k, j) => b[(k * columns) + j],
                (r, j) => c[(r * cRow) + j]);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Columns_add_the_product_of_a_turned_and_a_panel(int width)
    {
        const int Depth = 9;
        foreach (bool isNarrow in (bool[])[false, true])
        {
            int rows = isNarrow ? 8 : 4, columns = isNarrow ? width : 2 * width;
            int aRow = rows + 5, bRow = columns + 2, cRow = columns + 1;
            float[] a = Values(Depth * aRow, 3), b = Values(Depth * bRow, 4), c = Values(rows * cRow, 5);
            float[] before = [.. c];
            RunColumns(width, isNarrow, (a, aRow), (b, bRow), Depth, (c, cRow));

            AssertProduct(rows, columns, Depth, (r, k) => a[(k * aRow) + r], (k, j) => b[(k * bRow) + j],
                (r, j) => c[(r * cRow) + j] - (double)before[(r * cRow) + j]);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void SixPositions_reads_six_numbers_at_each_place(int width)
    {
        nint[] taps = [0, 11, 4, 30, 17];
        int columns = 2 * width, cRow = columns + 3;
        float[] a = Values(40, 6), b = Values(taps.Length * columns, 7), c = new float[6 * cRow];
        RunPositions(width, a, taps, b, c, cRow);

        AssertProduct(6, columns, taps.Length, (r, k) => a[taps[k] + r], (k, j) => b[(k * columns) + j],
            (r, j) => c[(r * cRow) + j]);
    }

    private static void AssertProduct(
        int rows,
        int columns,
        int depth,
        Func<int, int, double> a,
        Func<int, int, double> b,
        Func<int, int, double> c)
    {
        double[] expected = new double[rows * columns], found = new double[rows * columns];
        for (int i = 0; i < expected.Length; i++)
        {
            int row = i / columns, column = i % columns;
            for (int k = 0; k < depth; k++)
                expected[i] += a(row, k) * b(k, column);
            found[i] = c(row, column);
        }

        Agreement.Close(expected, found, 1e-5);
    }

    // Panels of two registers, an odd last block as one of one register.
    private static float[] Panels(float[] b, int depth, int columns, int width)
    {
        List<float> panels = [];
        for (int start = 0; start < columns; start += 2 * width)
        {
            int end = Math.Min(start + (2 * width), columns);
            for (int k = 0; k < depth; k++)
                panels.AddRange(b[((k * columns) + start)..((k * columns) + end)]);
        }

        return [.. panels];
    }

    private static float[] Values(int count, int seed) => TestNetworks.Values(new Random(seed), count, 1);

    private static void Run(
        int width,
        float[] a,
        float[] b,
        float[] c,
        int rows,
        int depth,
        (int ARow, int CRow, int Blocks) layout)
    {
        fixed (float* first = a, panels = b, result = c)
        {
            delegate*<float*, nint, int, float*, int, int, float*, nint, void> kernel = width switch
            {
                4 => &PanelKernel<Lanes4>.Multiply,
                8 => &PanelKernel<Lanes8>.Multiply,
                _ => &PanelKernel<Lanes16>.Multiply,
            };
            kernel(first, layout.ARow, rows, panels, depth, layout.Blocks, result, layout.CRow);
        }
    }

    private static void RunColumns(
        int width, bool isNarrow, (float[] V, int Row) a, (float[] V, int Row) b, int depth, (float[] V, int Row) c)
    {
        fixed (float* x = a.V, y = b.V, z = c.V)
        {
            delegate*<float*, nint, float*, nint, nint, float*, nint, void> kernel = (width, isNarrow) switch
            {
                (4, false) => &PanelKernel<Lanes4>.FourColumns,
                (4, true) => &PanelKernel<Lanes4>.EightColumnsNarrow,
                (8, false) => &PanelKernel<Lanes8>.FourColumns,
                (8, true) => &PanelKernel<Lanes8>.EightColumnsNarrow,
                (_, false) => &PanelKernel<Lanes16>.FourColumns,
                _ => &PanelKernel<Lanes16>.EightColumnsNarrow,
            };
            kernel(x, a.Row, y, b.Row, depth, z, c.Row);
        }
    }

    private static void RunPositions(int width, float[] a, nint[] taps, float[] b, float[] c, int cRow)
    {
        fixed (float* x = a, y = b, z = c)
        {
            fixed (nint* places = taps)
            {
                delegate*<float*, nint*, float*, nint, float*, nint, void> kernel = width switch
                {
                    4 => &PanelKernel<Lanes4>.SixPositions,
                    8 => &PanelKernel<Lanes8>.SixPositions,
                    _ => &PanelKernel<Lanes16>.SixPositions,
                };
                kernel(x, places, y, taps.Length, z, cRow);
            }
        }
    }
}
