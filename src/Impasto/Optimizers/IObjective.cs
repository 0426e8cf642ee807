using Impasto.Storage;

namespace Impasto.Optimizers;

/// <summary>A function of the image to be made small.</summary>
public interface IObjective
{
    /// <summary>The value at a point and its derivative there.</summary>
    /// <param name="point">The image; not changed.</param>
    /// <param name="gradient">Receives the derivative, of the same length; overwritten.</param>
    double Evaluate(PixelBuffer point, PixelBuffer gradient);
}
