using Impasto.Numerics;

namespace Impasto.Color;

/// <summary>x' = A (x - from) + to: maps mean and covariance of one picture's colours onto another's.</summary>
/// <remarks>
/// With the covariances S of the picture to change and T of the one to resemble, A S A^T = T for each of cholesky A =
/// L_T L_S^-1; pca A = T^1/2 S^-1/2; symmetric A = S^-1/2 (S^1/2 T S^1/2)^1/2 S^-1/2. Source: Gatys, Ecker, Bethge,
/// Hertzmann and Shechtman, 2017, section 5, for the first two; Pitie and Kokaram, "The linear Monge-Kantorovitch
/// linear colour mapping", 2007, for the third. Colours are those of Oklab. Differs from Gatys' code, which adds 1e-5 I
/// to both covariances of red, green and blue: only variances of S below <see cref="LeastVariance"/> are raised, so
/// that T is reached exactly by every picture with colours.
/// </remarks>
/// <param name="Matrix">A, 3 x 3.</param>
/// <param name="From">Mean of the picture to change.</param>
/// <param name="To">Mean wanted.</param>
internal sealed record LinearColorMap(double[] Matrix, double[] From, double[] To)
{
    /// <summary>
    /// The least variance, along any axis, that the picture to change is taken to have: a deviation of 0.005, which
    /// nobody sees. Without it the noise of a picture in greys would become colours.
    /// </summary>
    public const double LeastVariance = 0.005 * 0.005;

    /// <summary>The map from one picture's colours to another's.</summary>
    /// <param name="from">Colours of the picture to change.</param>
    /// <param name="to">Colours wanted.</param>
    /// <param name="kind">Any but the histogram.</param>
    public static LinearColorMap Between(ColorStatistics from, ColorStatistics to, ColorMatchMode kind)
    {
        double[] s = SymmetricEigen.Of(from.Covariance, 3).Apply(value => Math.Max(value, LeastVariance));
        double[] t = to.Covariance;
        return new LinearColorMap(
            kind switch
            {
                ColorMatchMode.Cholesky => Product(Cholesky3.Factor(t), Cholesky3.InverseOfLower(Cholesky3.Factor(s))),
                ColorMatchMode.Pca => Product(Power(t, 0.5), Power(s, -0.5)),
                _ => Symmetric(Power(s, 0.5), Power(s, -0.5), t),
            },
            from.Mean,
            to.Mean);
    }

    /// <summary>Gives the picture the new colours.</summary>
    public void Apply(OklabPicture picture)
    {
        int plane = picture.Count;
        float[] values = picture.Planes;
        for (int i = 0; i < plane; i++)
        {
            double lightness = values[i] - From[0];
            double a = values[plane + i] - From[1], b = values[(2 * plane) + i] - From[2];
            for (int c = 0; c < 3; c++)
            {
                double change = (Matrix[3 * c] * lightness) + (Matrix[(3 * c) + 1] * a) + (Matrix[(3 * c) + 2] * b);
                values[(c * plane) + i] = (float)(To[c] + change);
            }
        }
    }

    /// <summary>a and b in the new colours, for a map between <see cref="ColorStatistics.OfChroma"/>.</summary>
    public (double A, double B) Apply(double a, double b)
    {
        (a, b) = (a - From[1], b - From[2]);
        return (To[1] + (Matrix[4] * a) + (Matrix[5] * b), To[2] + (Matrix[7] * a) + (Matrix[8] * b));
    }

    private static double[] Symmetric(double[] root, double[] inverseRoot, double[] wanted) =>
        Product(Product(inverseRoot, Power(Product(Product(root, wanted), root), 0.5)), inverseRoot);

    // Rounding may leave the least eigenvalue of a singular matrix below zero.
    private static double[] Power(double[] matrix, double exponent) =>
        SymmetricEigen.Of(matrix, 3).Apply(value => Math.Pow(Math.Max(value, 1e-30), exponent));

    private static double[] Product(double[] left, double[] right) => DenseMatrix.Times(left, right, 3);
}
