namespace Impasto.Moments;

/// <summary>A loss's derivatives with respect to one layer's moments.</summary>
/// <param name="Mean">dL/dmu, C values.</param>
/// <param name="Gram">dL/dG, C x C, symmetric, each entry taken as independent.</param>
public sealed record MomentGradient(double[] Mean, double[] Gram)
{
    /// <summary>Zeros for a layer of that many channels.</summary>
    public static MomentGradient Zero(int channels) => new(new double[channels], new double[channels * channels]);

    /// <summary>Makes all derivatives zero.</summary>
    internal void Clear()
    {
        Mean.AsSpan().Clear();
        Gram.AsSpan().Clear();
    }
}
