namespace Impasto.Imaging;

/// <summary>
/// How a resized picture is interpolated; all filters are widened when shrinking, so that nothing aliases.
/// </summary>
public enum ResampleFilter
{
    /// <summary>Triangle of radius 1: soft, never over- or undershoots.</summary>
    Bilinear,

    /// <summary>Keys' cubic with a = -0.5, radius 2: sharper, overshoots a little at edges.</summary>
    Bicubic,

    /// <summary>Lanczos' windowed sinc of radius 3: sharpest, overshoots at edges.</summary>
    Lanczos,
}
