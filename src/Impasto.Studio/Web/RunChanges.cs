namespace Impasto.Studio.Web;

/// <summary>What shall be different from an earlier run.</summary>
/// <param name="Preset">The recipe to start from; null keeps it.</param>
/// <param name="Options">Options by their names on the command line; null keeps them as they are.</param>
internal sealed record RunChanges(string? Preset = null, IReadOnlyDictionary<string, string>? Options = null);
