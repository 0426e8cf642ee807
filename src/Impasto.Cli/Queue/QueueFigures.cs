namespace Impasto.Cli.Queue;

/// <summary>The last losses of a finished picture.</summary>
/// <param name="Steps">Number of steps.</param>
/// <param name="Loss">Weighted total before the last step.</param>
/// <param name="Terms">Weighted loss of each term.</param>
/// <param name="Values">Loss of each term without its weight: comparable between pictures of different weights.</param>
/// <param name="Seconds">Time of the run.</param>
internal sealed record QueueFigures(
    int Steps,
    double Loss,
    IReadOnlyDictionary<string, double> Terms,
    IReadOnlyDictionary<string, double> Values,
    double Seconds)
{
    public static QueueFigures Of(StylizeResult result) => new(
        result.Losses.Count,
        result.FinalLoss?.Total ?? 0,
        result.FinalLoss?.Parts.ToDictionary(part => part.Name, part => part.Weighted) ?? [],
        result.FinalLoss?.Parts.ToDictionary(part => part.Name, part => part.Value) ?? [],
        Math.Round(result.Seconds, 2));
}
