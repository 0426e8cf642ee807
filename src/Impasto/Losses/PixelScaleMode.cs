namespace Impasto;

/// <summary>The scale in which pixels are optimised.</summary>
public enum PixelScaleMode
{
    /// <summary>RGB in 0 to 1.</summary>
    Rgb,

    /// <summary>The network's own normalised input.</summary>
    NetworkInput,
}
