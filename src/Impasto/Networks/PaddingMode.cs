namespace Impasto;

/// <summary>The values that a convolution reads beyond the edge of its input.</summary>
public enum PaddingMode
{
    /// <summary>Zeros, as VGG was trained.</summary>
    Zero,

    /// <summary>The edge repeated, at every convolution.</summary>
    Replicate,

    /// <summary>
    /// The picture mirrored about its edge pixel, at every convolution; an axis of one pixel is repeated.
    /// </summary>
    Reflect,

    /// <summary>The picture's edge repeated before the first convolution, zeros before the others.</summary>
    ReplicateInput,

    /// <summary>
    /// The opposite edge, at every convolution, so that copies of the picture continue one another; paintings are
    /// measured with the network's own padding.
    /// </summary>
    Wrap,
}
