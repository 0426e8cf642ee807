namespace Impasto;

/// <summary>How a picture gets another's colours.</summary>
public enum ColorMatchMode
{
    /// <summary>Mean and covariance by the symmetric map, which changes the picture least.</summary>
    Symmetric,

    /// <summary>Mean and covariance by the roots of both covariances.</summary>
    Pca,

    /// <summary>Mean and covariance by triangular factors.</summary>
    Cholesky,

    /// <summary>The whole distribution of colours, along many axes in turn.</summary>
    Histogram,
}
