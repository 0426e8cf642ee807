namespace Impasto.Cli.Queue;

/// <summary>How a batch or sweep makes its pictures.</summary>
/// <param name="Folder">Folder of the pictures, their manifest and the states of unfinished ones.</param>
/// <param name="Jobs">Number of pictures made at the same time.</param>
/// <param name="Quiet">True to print problems only.</param>
/// <param name="StyleCacheFolder">Folder for the moments of paintings; null stores none.</param>
internal sealed record QueueOptions(string Folder, int Jobs, bool Quiet, string? StyleCacheFolder);
