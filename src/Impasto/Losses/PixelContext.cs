using Impasto.Imaging;
using Impasto.Storage;

namespace Impasto.Losses;

/// <summary>Input and output of a term over pixels.</summary>
public sealed class PixelContext
{
    internal PixelContext(PictureSize size, PixelBuffer pixels, PixelBuffer gradient)
    {
        Size = size;
        Pixels = pixels;
        Gradient = gradient;
    }

    /// <summary>The picture's size.</summary>
    public PictureSize Size { get; }

    /// <summary>The pixels, 3 x height x width, in the scale in which they are optimised.</summary>
    public PixelBuffer Pixels { get; }

    /// <summary>The gradient, 3 x height x width: a term adds <see cref="Weight"/> * dE/dx.</summary>
    public PixelBuffer Gradient { get; }

    /// <summary>Factor on the derivative: the term's weight.</summary>
    public double Weight { get; internal set; }
}
