namespace Impasto;

/// <summary>How content and style are resized before anything else.</summary>
public enum ResizeMode
{
    /// <summary>In floating point with a bicubic filter.</summary>
    Smooth,

    /// <summary>
    /// As Pillow does it with 8 bits and a bilinear filter; published PyTorch recipes begin this way.
    /// </summary>
    Pillow,
}
