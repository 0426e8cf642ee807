using Impasto.Storage;

namespace Impasto.Optimizers;

/// <summary>A function of a picture that an optimiser makes small.</summary>
public interface IObjective
{
    /// <summary>The value at a point and its derivative there.</summary>
    /// <param name="point">The picture; not changed.</param>
    /// <param name="gradient">Receives the derivative, of the same length; overwritten.</param>
    /// <returns>The value; a plain number converts to it.</returns>
    LossValue Evaluate(PixelBuffer point, PixelBuffer gradient);
}
