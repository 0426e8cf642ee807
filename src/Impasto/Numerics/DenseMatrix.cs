namespace Impasto.Numerics;

/// <summary>Products of small matrices in double precision, strips of rows on all threads, in a fixed order of summation.</summary>
internal static class DenseMatrix
{
    private const int Strip = 4 * MatrixKernel.Rows;

    /// <summary>A B, both n x n.</summary>
    public static double[] Times(double[] left, double[] right, int n) => Times(left, right, n, n);

    /// <summary>A B for A with columns columns and B with width columns.</summary>
    public static double[] Times(double[] left, double[] right, int columns, int width)
    {
        int rows = left.Length / columns;
        double[] result = new double[rows * width];
        Parallel.For(0, (rows + Strip - 1) / Strip, strip =>
        {
            int first = strip * Strip, count = Math.Min(Strip, rows - first);
            MatrixKernel.AddProduct(
                left.AsSpan(first * columns), columns, right, width, result.AsSpan(first * width), width, (count, columns, width));
        });
        return result;
    }

    /// <summary>A^T B for A and B with n columns each and equally many rows: n x n.</summary>
    public static double[] TransposeTimes(double[] left, double[] right, int n) => Times(Transpose(left, n), right, left.Length / n, n);

    /// <summary>A B^T for A and B with that many columns each.</summary>
    public static double[] TimesTranspose(double[] left, double[] right, int columns) =>
        Times(left, Transpose(right, columns), columns, right.Length / columns);

    private static double[] Transpose(double[] matrix, int columns)
    {
        int rows = matrix.Length / columns;
        double[] result = new double[matrix.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                result[(column * rows) + row] = matrix[(row * columns) + column];
        }

        return result;
    }
}
