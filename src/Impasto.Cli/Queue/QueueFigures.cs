namespace Impasto.Cli.Queue;

/// <summary>The last losses of a picture that is there.</summary>
/// <param name="Steps">Steps that were taken.</param>
/// <param name="Loss">Weighted total before the last step.</param>
/// <param name="Content">Content loss before its weight.</param>
/// <param name="Style">Style loss before its weight.</param>
/// <param name="Tv">Total variation before its weight.</param>
/// <param name="Seconds">Time of the run.</param>
internal sealed record QueueFigures(int Steps, double Loss, double Content, double Style, double Tv, double Seconds);
