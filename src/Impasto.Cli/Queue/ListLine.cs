namespace Impasto.Cli.Queue;

/// <summary>A line of a table.</summary>
/// <param name="Number">Its number in the file, from 1.</param>
/// <param name="Fields">Its fields; null if its quotes are wrong.</param>
internal sealed record ListLine(int Number, IReadOnlyList<string>? Fields);
