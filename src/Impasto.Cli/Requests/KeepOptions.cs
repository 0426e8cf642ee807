namespace Impasto.Cli.Requests;

/// <summary>How a run's state is saved.</summary>
/// <param name="Path">The checkpoint; null saves none.</param>
/// <param name="Every">Seconds from one checkpoint to the next.</param>
internal sealed record KeepOptions(string? Path = null, int Every = 30);
