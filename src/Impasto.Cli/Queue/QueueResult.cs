namespace Impasto.Cli.Queue;

/// <summary>What came of one of many pictures.</summary>
/// <param name="Output">Its file.</param>
/// <param name="State">How it went.</param>
/// <param name="Figures">Its losses, where it is there.</param>
/// <param name="Problem">What went wrong, one sentence; null where nothing did.</param>
internal sealed record QueueResult(string Output, QueueState State, QueueFigures? Figures, string? Problem);
