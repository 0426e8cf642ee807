namespace Impasto.Numerics;

/// <summary>Products of small matrices in double precision, row by row, in a fixed order of summation.</summary>
internal static class DenseMatrix
{
    /// <summary>A B, both n x n.</summary>
    public static double[] Times(double[] left, double[] right, int n) => Times(left, right, n, n);

    /// <summary>A B for A with columns columns and B with width columns.</summary>
    public static double[] Times(double[] left, double[] right, int columns, int width)
    {
        int rows = left.Length / columns;
        double[] result = new double[rows * width];
        Parallel.For(0, rows, row =>
        {
            Span<double> target = result.AsSpan(row * width, width);
            for (int k = 0; k < columns; k++)
                VectorMath.AddScaled(target, right.AsSpan(k * width, width), left[(row * columns) + k]);
        });
        return result;
    }

    /// <summary>A^T B for A and B with n columns each and equally many rows: n x n.</summary>
    public static double[] TransposeTimes(double[] left, double[] right, int n)
    {
        int rows = left.Length / n;
        double[] result = new double[n * n];
        Parallel.For(0, n, row =>
        {
            Span<double> target = result.AsSpan(row * n, n);
            for (int k = 0; k < rows; k++)
                VectorMath.AddScaled(target, right.AsSpan(k * n, n), left[(k * n) + row]);
        });
        return result;
    }

    /// <summary>A B^T for A and B with that many columns each.</summary>
    public static double[] TimesTranspose(double[] left, double[] right, int columns)
    {
        int rows = left.Length / columns, width = right.Length / columns;
        double[] result = new double[rows * width];
        Parallel.For(0, rows, row =>
        {
            for (int i = 0; i < width; i++)
                result[(row * width) + i] = VectorMath.Dot(left.AsSpan(row * columns, columns), right.AsSpan(i * columns, columns));
        });
        return result;
    }
}
