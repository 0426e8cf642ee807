using System.Text.Json;

namespace Impasto.Cli.Full;

/// <summary>Means over some training steps, as one entry of a log.</summary>
/// <param name="Step">The last of these steps.</param>
/// <param name="Loss">Training loss.</param>
/// <param name="Features">Relative squared feature error of each layer.</param>
/// <param name="Grams">Relative squared Gram error of each style layer on pictures from the folders.</param>
/// <param name="Visited">
/// The same error on the network's own stylisations, relative to the square of their distance from their style.
/// </param>
/// <param name="Seconds">Seconds from the start of the run that logged the entry.</param>
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
