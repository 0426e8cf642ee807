using Impasto.Networks;
using Impasto.Numerics;

namespace Impasto.Engines;

/// <summary>A loss's derivatives with respect to one layer's moments.</summary>
/// <param name="Mean">dL/dmu, C values.</param>
/// <param name="Gram">dL/dG, C x C, symmetric, each entry taken as independent.</param>
public sealed record MomentGradient(double[] Mean, double[] Gram)
{
    /// <summary>Zeros for a layer of that many channels.</summary>
    public static MomentGradient Zero(int channels) => new(new double[channels], new double[channels * channels]);

    /// <summary>The derivatives with respect to the moments of z where these are with respect to those of A z + b.</summary>
    /// <remarks>dL/dG = A^T D A; dL/dmu = A^T d + 2 A^T D b, with D symmetric.</remarks>
    /// <param name="map">A and b.</param>
    public MomentGradient Before(LinearMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        int rows = map.Outputs, columns = map.Inputs;
        MomentGradient result = Zero(columns);
        double[] product = new double[columns];
        for (int i = 0; i < rows; i++)
        {
            // Row i of D A, and of D b.
            product.AsSpan().Clear();
            double direct = Mean[i];
            for (int j = 0; j < rows; j++)
            {
                VectorMath.AddScaled(product, map.Weight.AsSpan(j * columns, columns), Gram[(i * rows) + j]);
                direct += 2 * Gram[(i * rows) + j] * map.Bias[j];
            }

            for (int k = 0; k < columns; k++)
            {
                double weight = map.Weight[(i * columns) + k];
                result.Mean[k] += weight * direct;
                VectorMath.AddScaled(result.Gram.AsSpan(k * columns, columns), product, weight);
            }
        }

        return result;
    }
}
