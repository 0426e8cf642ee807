using Impasto.Imaging;
using Impasto.Storage;

namespace Impasto.Losses;

/// <summary>What a term over pixels is evaluated with.</summary>
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

    /// <summary>Add <see cref="Weight"/> * dE/dx to it, 3 x height x width.</summary>
    public PixelBuffer Gradient { get; }

    /// <summary>Factor on the derivative: the term's weight.</summary>
    public double Weight { get; internal set; }
}
