namespace Impasto.Numerics;

/// <summary>
/// Products of small matrices in double precision, in a fixed order of summation, on the caller's thread.
/// </summary>
/// <remarks>
/// Losses multiply on the engine's own threads, layer by layer: more threads would only slow them down.
/// </remarks>
internal static class DenseMatrix
{
    // Rows that go into a product together.
    private const int Strip = 32;

    /// <summary>A B, both n x n.</summary>
    public static double[] Times(double[] left, double[] right, int n) => Times(left, right, n, n);

    /// <summary>A B for A with columns columns and B with width columns.</summary>
    public static double[] Times(double[] left, double[] right, int columns, int width)
    {
        int rows = left.Length / columns;
        double[] result = new double[rows * width];
        Multiply(left, right, result, (rows, columns, width));
        return result;
    }

    /// <summary>A^T B for A and B with n columns each and equally many rows: n x n.</summary>
    public static double[] TransposeTimes(double[] left, double[] right, int n) =>
        Times(Transpose(left, n), right, left.Length / n, n);

    /// <summary>C = A B in the caller's memory.</summary>
    /// <param name="left">A, rows x depth.</param>
    /// <param name="right">B, depth x columns.</param>
    /// <param name="target">C, rows x columns; overwritten.</param>
    /// <param name="size">Rows, depth and columns.</param>
    public static void Multiply(
        double[] left, double[] right, double[] target, (int Rows, int Depth, int Columns) size)
    {
        target.AsSpan().Clear();
        MatrixKernel.AddProduct(left, size.Depth, right, size.Columns, target, size.Columns, size);
    }

    /// <summary>C = A B in the caller's memory where C is symmetric: one half is computed and mirrored.</summary>
    /// <param name="left">A, n x depth.</param>
    /// <param name="right">B, depth x n.</param>
    /// <param name="target">C, n x n; overwritten.</param>
    /// <param name="size">n and the depth.</param>
    public static void MultiplySymmetric(double[] left, double[] right, double[] target, (int N, int Depth) size)
    {
        (int n, int depth) = size;
        target.AsSpan().Clear();
        for (int i = 0; i < n; i += Strip)
        {
            MatrixKernel.AddProduct(
                left.AsSpan(i * depth), depth, right.AsSpan(i), n, target.AsSpan((i * n) + i), n,
                (Math.Min(Strip, n - i), depth, n - i));
        }

        Mirror(target, n);
    }

    /// <summary>Copies the upper triangle of an n x n matrix into the lower one.</summary>
    public static void Mirror(double[] matrix, int n)
    {
        for (int i = 1; i < n; i++)
        {
            for (int j = 0; j < i; j++)
                matrix[(i * n) + j] = matrix[(j * n) + i];
        }
    }

    /// <summary>A^T for A with that many columns.</summary>
    public static double[] Transpose(double[] matrix, int columns)
    {
        double[] result = new double[matrix.Length];
        Transpose(matrix, columns, result);
        return result;
    }

    /// <summary>A^T in the caller's memory, for A with that many columns.</summary>
    public static void Transpose(double[] matrix, int columns, double[] target)
    {
        int rows = matrix.Length / columns;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                target[(column * rows) + row] = matrix[(row * columns) + column];
        }
    }
}
