using Impasto.Optimizers;
using Impasto.Storage;

namespace Impasto.Runs;

/// <summary>Storage of a scale's values.</summary>
/// <param name="Pictures">Pictures and features.</param>
/// <param name="Optimizer">Vectors of the optimiser.</param>
internal sealed record ScaleStores(PixelStore Pictures, PixelStore Optimizer)
{
    /// <summary>
    /// The optimiser that continues from the previous scale, with its vectors in <see cref="Optimizer"/>; null creates
    /// a new one.
    /// </summary>
    public IOptimizer? Continued { get; init; }
}
