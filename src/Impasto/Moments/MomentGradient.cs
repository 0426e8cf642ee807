using Impasto.Networks;

namespace Impasto.Moments;

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
        return new MomentMap(map).Backward(this);
    }

    /// <summary>Makes all derivatives zero.</summary>
    internal void Clear()
    {
        Mean.AsSpan().Clear();
        Gram.AsSpan().Clear();
    }
}
