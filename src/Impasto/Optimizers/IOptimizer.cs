using Impasto.Checkpoints;
using Impasto.Imaging;
using Impasto.Storage;

namespace Impasto.Optimizers;

/// <summary>Moves a picture downhill, one step a call. Made by its <see cref="OptimizerOptions"/>.</summary>
public interface IOptimizer : IStateful
{
    /// <summary>Takes one step from a point, in place.</summary>
    /// <param name="objective">The function to make small.</param>
    /// <param name="point">The picture; changed.</param>
    /// <returns>
    /// The objective's value before the step, as the published recipes print it; not finite if it diverged, and then
    /// the point is unchanged.
    /// </returns>
    LossValue Step(IObjective objective, PixelBuffer point);

    /// <summary>Whether further steps would change nothing. Default: never.</summary>
    bool IsAtRest => false;

    /// <summary>
    /// The picture to show instead of the point, such as an average of iterates; null (the default) shows the point
    /// itself.
    /// </summary>
    PixelBuffer? Average => null;

    /// <summary>
    /// Forgets values of the objective, because the next step will have one with slightly other targets; what is known
    /// of its curvature may stay. Default: there are none to forget.
    /// </summary>
    void ForgetValues()
    {
    }

    /// <summary>
    /// An optimiser that continues at another size with this one's memory; null (the default) starts anew there.
    /// </summary>
    /// <param name="from">The present size.</param>
    /// <param name="to">The size at which it continues.</param>
    /// <param name="room">Makes its vectors.</param>
    IOptimizer? Resized(PictureSize from, PictureSize to, OptimizerRoom room) => null;
}
