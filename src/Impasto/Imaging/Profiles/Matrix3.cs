namespace Impasto.Imaging.Profiles;

/// <summary>Matrices of 3 x 3 values, row by row.</summary>
internal static class Matrix3
{
    /// <summary>A b for a vector b.</summary>
    public static double[] Times(double[] matrix, double[] vector) =>
        [.. Enumerable.Range(0, 3).Select(row => Enumerable.Range(0, 3).Sum(k => matrix[(3 * row) + k] * vector[k]))];

    /// <summary>A B.</summary>
    public static double[] Product(double[] left, double[] right) =>
        [.. Enumerable.Range(0, 9).Select(i =>
            Enumerable.Range(0, 3).Sum(k => left[(i / 3 * 3) + k] * right[(3 * k) + (i % 3)]))];

    /// <summary>The inverse by cofactors; null if there is none.</summary>
    public static double[]? Inverse(double[] m)
    {
        double[] cofactors =
        [
            (m[4] * m[8]) - (m[5] * m[7]), (m[2] * m[7]) - (m[1] * m[8]), (m[1] * m[5]) - (m[2] * m[4]),
            (m[5] * m[6]) - (m[3] * m[8]), (m[0] * m[8]) - (m[2] * m[6]), (m[2] * m[3]) - (m[0] * m[5]),
            (m[3] * m[7]) - (m[4] * m[6]), (m[1] * m[6]) - (m[0] * m[7]), (m[0] * m[4]) - (m[1] * m[3]),
        ];
        double determinant = (m[0] * cofactors[0]) + (m[1] * cofactors[3]) + (m[2] * cofactors[6]);
        return Math.Abs(determinant) > 1e-9 ? [.. cofactors.Select(value => value / determinant)] : null;
    }
}
