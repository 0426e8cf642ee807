namespace Impasto.Cli.Queue;

/// <summary>How many pictures are made.</summary>
/// <param name="Folder">Where they, their manifest and the states of those in work lie.</param>
/// <param name="Jobs">How many are made at a time.</param>
/// <param name="Quiet">Whether only what went wrong is told.</param>
/// <param name="StyleCacheFolder">Where the paintings' moments are kept; null for nowhere.</param>
internal sealed record QueueOptions(string Folder, int Jobs, bool Quiet, string? StyleCacheFolder);
