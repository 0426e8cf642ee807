namespace Impasto.Numerics;

/// <summary>
/// Products of small matrices in double precision, in a fixed order of summation, on the caller's thread.
/// </summary>
/// <remarks>
/// Losses multiply on the engine's own threads, layer by layer: more threads would only slow them down.
/// </remarks>
internal static class DenseMatrix
{
    /// <summary>A B, both n x n.</summary>
    public static double[] Times(double[] left, double[] right, int n) => Times(left, right, n, n);

    /// <summary>A B for A with columns columns and B with width columns.</summary>
    public static double[] Times(double[] left, double[] right, int columns, int width)
    {
        int rows = left.Length / columns;
        double[] result = new double[rows * width];
        MatrixKernel.AddProduct(left, columns, right, width, result, width, (rows, columns, width));
        return result;
    }

    /// <summary>A^T B for A and B with n columns each and equally many rows: n x n.</summary>
    public static double[] TransposeTimes(double[] left, double[] right, int n) =>
        Times(Transpose(left, n), right, left.Length / n, n);

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
