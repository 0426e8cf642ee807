namespace Impasto.Numerics;

/// <summary>Products of small square matrices in double precision, row by row, in a fixed order of summation.</summary>
internal static class DenseMatrix
{
    /// <summary>A B, n x n.</summary>
    public static double[] Times(double[] left, double[] right, int n)
    {
        double[] result = new double[n * n];
        Parallel.For(0, n, row =>
        {
            Span<double> target = result.AsSpan(row * n, n);
            for (int k = 0; k < n; k++)
                VectorMath.AddScaled(target, right.AsSpan(k * n, n), left[(row * n) + k]);
        });
        return result;
    }

    /// <summary>A^T B, n x n.</summary>
    public static double[] TransposeTimes(double[] left, double[] right, int n)
    {
        double[] result = new double[n * n];
        Parallel.For(0, n, row =>
        {
            Span<double> target = result.AsSpan(row * n, n);
            for (int k = 0; k < n; k++)
                VectorMath.AddScaled(target, right.AsSpan(k * n, n), left[(k * n) + row]);
        });
        return result;
    }
}
