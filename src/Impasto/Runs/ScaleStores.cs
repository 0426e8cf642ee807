using Impasto.Optimizers;
using Impasto.Storage;

namespace Impasto.Runs;

/// <summary>Where the values of a scale lie.</summary>
/// <param name="Pictures">Pictures and features.</param>
/// <param name="Optimizer">What the optimiser remembers.</param>
internal sealed record ScaleStores(PixelStore Pictures, PixelStore Optimizer)
{
    /// <summary>The optimiser that continues from the scale before, in <see cref="Optimizer"/>; null to start anew.</summary>
    public IOptimizer? Continued { get; init; }
}
