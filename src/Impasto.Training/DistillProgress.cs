using Impasto.Networks;

namespace Impasto.Training;

/// <summary>The figures of one training step. The object never changes, so it can be kept.</summary>
public sealed record DistillProgress
{
    /// <summary>Number of the step, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>Steps of the whole training.</summary>
    public required int Steps { get; init; }

    /// <summary>The training loss.</summary>
    public required double Loss { get; init; }

    /// <summary>Relative squared error of the features at each layer.</summary>
    public required IReadOnlyDictionary<LayerName, double> Features { get; init; }

    /// <summary>
    /// Relative squared error of the Gram matrices at each style layer, mean over the pictures from the folders.
    /// </summary>
    public required IReadOnlyDictionary<LayerName, double> Grams { get; init; }

    /// <summary>
    /// On pictures that the student stylises, at each style layer: the squared part of their distance from their style
    /// that the student misses, relative to the style and the distance that is left.
    /// </summary>
    public required IReadOnlyDictionary<LayerName, double> Visited { get; init; }

    /// <summary>Time since this run began.</summary>
    public TimeSpan Elapsed { get; init; }
}
