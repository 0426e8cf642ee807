using System.Text.Json;

namespace Impasto.Cli.Reporting;

/// <summary>Means over some training steps, as they stand in a log.</summary>
/// <param name="Step">The last of them.</param>
/// <param name="Loss">Training loss.</param>
/// <param name="Features">Relative squared feature error of each layer.</param>
/// <param name="Grams">Relative squared Gram error of each style layer on pictures from the folders.</param>
/// <param name="Visited">
/// On the network's own stylisations: relative square of what it misses of their distance from their style.
/// </param>
/// <param name="Seconds">Time since the run that logged it began.</param>
internal sealed record DistillLogEntry(
    int Step,
    double Loss,
    IReadOnlyDictionary<string, double> Features,
    IReadOnlyDictionary<string, double> Grams,
    IReadOnlyDictionary<string, double> Visited,
    double Seconds)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);
}
