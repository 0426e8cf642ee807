using Impasto.Networks;

namespace Impasto.Training;

/// <summary>What one training step brought.</summary>
/// <param name="Step">From 1.</param>
/// <param name="Steps">How many there will be.</param>
/// <param name="Loss">The training loss.</param>
/// <param name="Features">Relative squared feature error of each layer.</param>
/// <param name="Grams">Relative squared Gram error of each layer, mean over the pictures from the folders.</param>
/// <param name="Visited">On pictures that the student stylises: square of what it misses of their distance from their style, relative to the style and the way that is left.</param>
/// <param name="Seconds">Time since this run began.</param>
public readonly record struct DistillProgress(
    int Step,
    int Steps,
    double Loss,
    IReadOnlyDictionary<LayerName, double> Features,
    IReadOnlyDictionary<LayerName, double> Grams,
    IReadOnlyDictionary<LayerName, double> Visited,
    double Seconds);
