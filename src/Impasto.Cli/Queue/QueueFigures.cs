namespace Impasto.Cli.Queue;

/// <summary>The last losses of a picture that is there.</summary>
/// <param name="Steps">Steps that were taken.</param>
/// <param name="Loss">Weighted total before the last step.</param>
/// <param name="Terms">What each term added to the loss.</param>
/// <param name="Seconds">Time of the run.</param>
internal sealed record QueueFigures(int Steps, double Loss, IReadOnlyDictionary<string, double> Terms, double Seconds);
