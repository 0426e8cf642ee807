using Impasto.Imaging;
using Impasto.Storage;
using Impasto.Threads;

namespace Impasto.Optimizers;

/// <summary>Memory and threads of an optimiser.</summary>
/// <param name="Length">Number of values of the picture, 3 x height x width.</param>
/// <param name="Store">Makes its vectors, in memory or on disk; they are freed when the scale ends.</param>
public sealed record OptimizerRoom(long Length, PixelStore Store)
{
    /// <summary>Factor on the length of its steps, above 0 to 1: smaller after a divergence. Default 1.</summary>
    public double StepFactor { get; init; } = 1;

    /// <summary>
    /// The picture's size, which an optimiser needs to see its large forms; null (the default) for a row of numbers
    /// that is no picture.
    /// </summary>
    public PictureSize? Size { get; init; }

    /// <summary>The engine's threads; null for the caller's own.</summary>
    internal WorkerTeam? Team { get; init; }

    /// <summary>A vector of zeros as long as the picture.</summary>
    public PixelBuffer Vector() => Store.Create(Length);
}
