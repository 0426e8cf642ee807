namespace Impasto.Studio.Requests;

/// <summary>Differences from an earlier run.</summary>
/// <param name="Preset">The preset to start from; null keeps it.</param>
/// <param name="Options">Options by their names on the command line; null keeps them.</param>
internal sealed record RunChanges(string? Preset = null, IReadOnlyDictionary<string, string>? Options = null);
