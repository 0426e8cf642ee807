using Impasto.Matching;

namespace Impasto.Tests.Matching;

public sealed class ProductKernelTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(6, 17, 2)]
    [InlineData(13, 128, 3)]
    public void Multiply_is_the_product(int rows, int depth, int groups)
    {
        int columns = groups * ProductKernel.ColumnGroup;
        var random = new Random(1);
        float[] a = TestNetworks.Values(random, rows * depth, 1), b = TestNetworks.Values(random, depth * columns, 1);
        float[] c = new float[rows * columns];

        ProductKernel.Multiply(a, b, c, (rows, depth, columns));

        for (int i = 0; i < c.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, columns);
            double expected = Enumerable.Range(0, depth)
                .Sum(k => (double)a[(row * depth) + k] * b[(k * columns) + column]);
            Assert.Equal(expected, c[i], 1e-5 * depth);
        }
    }

    [Fact]
    public void Multiply_gives_a_row_the_same_bits_alone_and_among_others()
    {
        int columns = 2 * ProductKernel.ColumnGroup;
        var random = new Random(2);
        float[] a = TestNetworks.Values(random, 6 * 50, 1), b = TestNetworks.Values(random, 50 * columns, 1);
        float[] together = new float[6 * columns], alone = new float[columns];

        ProductKernel.Multiply(a, b, together, (6, 50, columns));
        ProductKernel.Multiply(a.AsSpan(3 * 50), b, alone, (1, 50, columns));

        Assert.Equal(alone, together[(3 * columns)..(4 * columns)]);
    }
}
