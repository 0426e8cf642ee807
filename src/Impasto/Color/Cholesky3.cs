namespace Impasto.Color;

/// <summary>The triangular factor of a 3 x 3 covariance: L L^T with L lower triangular.</summary>
internal static class Cholesky3
{
    /// <summary>L; a pivot that rounding made 0 or less counts as almost 0.</summary>
    public static double[] Factor(double[] matrix)
    {
        double[] lower = new double[9];
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double rest = matrix[(3 * i) + j];
                for (int k = 0; k < j; k++)
                    rest -= lower[(3 * i) + k] * lower[(3 * j) + k];
                lower[(3 * i) + j] = i == j ? Math.Sqrt(Math.Max(rest, 1e-30)) : rest / lower[(3 * j) + j];
            }
        }

        return lower;
    }

    /// <summary>L^-1 by forward substitution.</summary>
    public static double[] InverseOfLower(double[] lower)
    {
        double[] inverse = new double[9];
        for (int column = 0; column < 3; column++)
        {
            for (int row = column; row < 3; row++)
            {
                double rest = row == column ? 1 : 0;
                for (int k = column; k < row; k++)
                    rest -= lower[(3 * row) + k] * inverse[(3 * k) + column];
                inverse[(3 * row) + column] = rest / lower[(3 * row) + row];
            }
        }

        return inverse;
    }
}
