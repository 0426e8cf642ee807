namespace Impasto;

/// <summary>How a picture's moments are compared with a style's.</summary>
public enum StyleLossKind
{
    /// <summary>Squared distance of Gram matrices, as Gatys, Ecker and Bethge do.</summary>
    Gram,

    /// <summary>Gram matrices, and the means and standard deviations of every channel beside them.</summary>
    Moments,

    /// <summary>Wasserstein-2 distance of the Gaussians that have these means and covariances.</summary>
    Wasserstein,
}
