using Impasto.Imaging;
using Impasto.Numerics;

namespace Impasto.Color;

/// <summary>x' = A (x - from) + to: maps mean and covariance of one picture's colours onto another's.</summary>
/// <remarks>
/// With the covariances S of the picture to change and T of the one to resemble, A S A^T = T for each of cholesky A =
/// L_T L_S^-1; pca A = T^1/2 S^-1/2; symmetric A = S^-1/2 (S^1/2 T S^1/2)^1/2 S^-1/2. Source: Gatys, Ecker, Bethge,
/// Hertzmann and Shechtman, 2017, section 5, for the first two; Pitie and Kokaram, "The linear Monge-Kantorovitch
/// linear colour mapping", 2007, for the third. As in Gatys' code, 1e-5 I is added to both covariances.
/// </remarks>
/// <param name="Matrix">A, 3 x 3.</param>
/// <param name="From">Mean of the picture to change.</param>
/// <param name="To">Mean wanted.</param>
internal sealed record LinearColorMap(double[] Matrix, double[] From, double[] To)
{
    /// <summary>
    /// Added to variances, so that the covariance of a picture in one colour, or in greys, has an inverse: (0.8 of
    /// 255)^2.
    /// </summary>
    public const double Regularization = 1e-5;

    /// <summary>The map from one picture's colours to another's.</summary>
    /// <param name="from">Colours of the picture to change.</param>
    /// <param name="to">Colours wanted.</param>
    /// <param name="kind">Any but the histogram.</param>
    /// <param name="regularization">Added to all variances, above 0 unless both covariances have full rank.</param>
    public static LinearColorMap Between(
        ColorStatistics from, ColorStatistics to, ColorMatchMode kind, double regularization = Regularization)
    {
        double[] s = Regularized(from.Covariance, regularization), t = Regularized(to.Covariance, regularization);
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

    /// <summary>The picture in the new colours; alpha stays.</summary>
    public Picture Apply(Picture picture)
    {
        int plane = picture.Width * picture.Height;
        float[] source = picture.Pixels, pixels = new float[source.Length];
        for (int i = 0; i < plane; i++)
        {
            double red = source[i] - From[0];
            double green = source[plane + i] - From[1];
            double blue = source[(2 * plane) + i] - From[2];
            for (int c = 0; c < 3; c++)
            {
                double change = (Matrix[3 * c] * red) + (Matrix[(3 * c) + 1] * green) + (Matrix[(3 * c) + 2] * blue);
                pixels[(c * plane) + i] = (float)(To[c] + change);
            }
        }

        return new Picture(picture.Width, picture.Height, pixels, picture.Alpha);
    }

    private static double[] Symmetric(double[] root, double[] inverseRoot, double[] wanted) =>
        Product(Product(inverseRoot, Power(Product(Product(root, wanted), root), 0.5)), inverseRoot);

    private static double[] Regularized(double[] covariance, double added)
    {
        double[] result = [.. covariance];
        for (int i = 0; i < 3; i++)
            result[4 * i] += added;
        return result;
    }

    // Rounding may leave the least eigenvalue of a singular matrix below zero.
    private static double[] Power(double[] matrix, double exponent) =>
        SymmetricEigen.Of(matrix, 3).Apply(value => Math.Pow(Math.Max(value, 1e-30), exponent));

    private static double[] Product(double[] left, double[] right) => DenseMatrix.Times(left, right, 3);
}
