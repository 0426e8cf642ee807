using Impasto.Numerics;

namespace Impasto.Tests.Numerics;

public sealed class MatrixKernelTests
{
    // Around four rows and three registers of columns; strides longer than rows.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(4, 7, 12)]
    [InlineData(5, 3, 13)]
    [InlineData(11, 33, 29)]
    [InlineData(3, 129, 64)]
    public void AddProduct_any_size_adds_the_sums_of_the_definition(int rows, int depth, int columns)
    {
        var random = new Random(7);
        int aRow = depth + 2, bRow = columns + 1, cRow = columns + 3;
        double[] a = Values(random, rows * aRow), b = Values(random, depth * bRow), c = Values(random, rows * cRow),
            expected = [.. c];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                for (int k = 0; k < depth; k++)
                    expected[(i * cRow) + j] += a[(i * aRow) + k] * b[(k * bRow) + j];
            }
        }

        MatrixKernel.AddProduct(a, aRow, b, bRow, c, cRow, (rows, depth, columns));

        for (int i = 0; i < c.Length; i++)
            Assert.Equal(expected[i], c[i], 1e-12);
    }

    [Fact]
    public void AddProduct_matrices_that_do_not_fit_are_refused()
    {
        double[] a = new double[6], c = new double[4];

        Assert.Throws<ArgumentOutOfRangeException>(() =>
            MatrixKernel.AddProduct(a, 3, a.AsSpan(0, 5), 2, c, 2, (2, 3, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => MatrixKernel.AddProduct(a, 2, a, 2, c, 2, (2, 3, 2)));
    }

    [Fact]
    public void Products_with_the_transposed_matrix()
    {
        double[] a = [1, 2, 3, 4, 5, 6], b = [7, 8, 9, 10, 11, 12];

        Assert.Equal([89, 98, 116, 128], DenseMatrix.TransposeTimes(a, b, 2));
        Assert.Equal([50, 68, 122, 167], DenseMatrix.Times(a, DenseMatrix.Transpose(b, 3), 3, 2));
    }

    private static double[] Values(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
}
