namespace Impasto.Cli.Requests;

/// <summary>How a run's state is kept.</summary>
/// <param name="Path">The checkpoint; null keeps none.</param>
/// <param name="Every">Seconds from one to the next.</param>
internal sealed record KeepOptions(string? Path = null, int Every = 30);
