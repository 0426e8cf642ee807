using Impasto.Storage;

namespace Impasto.Optimizers;

/// <summary>Moves the image downhill, one step a call.</summary>
public interface IOptimizer
{
    /// <summary>Takes one step from the point, in place.</summary>
    /// <param name="objective">The function to make small.</param>
    /// <param name="point">The image; changed.</param>
    /// <returns>The objective's value before the step, as the published recipes print it; not finite where it diverged, and then the point is unchanged.</returns>
    double Step(IObjective objective, PixelBuffer point);
}
