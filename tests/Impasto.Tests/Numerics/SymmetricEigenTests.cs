using Impasto.Numerics;

namespace Impasto.Tests.Numerics;

public sealed class SymmetricEigenTests
{
    [Fact]
    public void Of_two_by_two_has_the_values_by_hand()
    {
        // (2 1; 1 2): 1 along (1, -1), 3 along (1, 1).
        var eigen = SymmetricEigen.Of([2, 1, 1, 2], 2);

        Assert.Equal([1, 3], eigen.Values.Order().Select(value => Math.Round(value, 12)));
        int three = Array.FindIndex(eigen.Values, value => value > 2);
        Assert.Equal(eigen.Vectors[2 * three], eigen.Vectors[(2 * three) + 1], 12);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(5, 5)]
    [InlineData(17, 17)]
    [InlineData(64, 64)]
    [InlineData(64, 3)]
    [InlineData(40, 0)]
    public void Apply_identity_gives_the_matrix_back_whatever_its_rank(int size, int rank)
    {
        double[] matrix = Gram(size, rank, seed: 3);

        var eigen = SymmetricEigen.Of(matrix, size);

        Close(matrix, eigen.Apply(value => value), 1e-12 * Math.Max(1, matrix.Max()));
        Close(Identity(size), DenseMatrix.TransposeTimes(eigen.Vectors, eigen.Vectors, size), 1e-12);
    }

    [Fact]
    public void Apply_root_squared_is_the_matrix()
    {
        double[] matrix = Gram(33, 33, seed: 9);

        double[] root = SymmetricEigen.Of(matrix, 33).Apply(value => Math.Sqrt(Math.Max(0, value)));

        Close(matrix, DenseMatrix.Times(root, root, 33), 1e-10);
    }

    [Fact]
    public void Of_equal_values_keeps_the_vectors_orthogonal()
    {
        double[] matrix = Identity(12);
        matrix[0] = 5;

        var eigen = SymmetricEigen.Of(matrix, 12);

        Close(Identity(12), DenseMatrix.TransposeTimes(eigen.Vectors, eigen.Vectors, 12), 1e-14);
        Assert.Equal(16, eigen.Values.Sum(), 12);
    }

    [Fact]
    public void Of_condition_1e12_keeps_the_small_values_to_the_largest_ones_rounding()
    {
        double[] values = [.. Enumerable.Range(0, 13).Select(i => Math.Pow(10, -i))];
        double[] turned = SymmetricEigen.Of(Gram(13, 13, seed: 4), 13).Vectors;
        double[] matrix = new double[169];
        for (int i = 0; i < 13; i++)
        {
            for (int j = 0; j < 169; j++)
                matrix[j] += values[i] * turned[(i * 13) + (j / 13)] * turned[(i * 13) + (j % 13)];
        }

        double[] found = [.. SymmetricEigen.Of(matrix, 13).Values.OrderDescending()];

        Close(values, found, 1e-15);
    }

    [Fact]
    public void Of_not_finite_says_so()
    {
        Assert.Throws<ArithmeticException>(() => SymmetricEigen.Of([1, double.NaN, 0, double.NaN, 1, 2, 0, 2, 1], 3));
    }

    private static double[] Gram(int size, int rank, int seed)
    {
        var random = new Random(seed);
        double[] matrix = new double[size * size];
        for (int k = 0; k < rank; k++)
        {
            double[] factor = [.. Enumerable.Range(0, size).Select(_ => random.NextDouble() - 0.3)];
            for (int i = 0; i < matrix.Length; i++)
                matrix[i] += factor[i / size] * factor[i % size];
        }

        return matrix;
    }

    private static double[] Identity(int size) =>
        [.. Enumerable.Range(0, size * size).Select(i => i / size == i % size ? 1.0 : 0)];

    private static void Close(double[] expected, double[] found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(
                Math.Abs(expected[i] - found[i]) <= tolerance, $"value {i}: {found[i]}, expected {expected[i]}");
    }
}
