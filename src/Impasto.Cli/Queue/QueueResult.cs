namespace Impasto.Cli.Queue;

/// <summary>The result for one of many pictures.</summary>
/// <param name="Output">The picture's file.</param>
/// <param name="State">The outcome.</param>
/// <param name="Figures">The losses; null if there is no picture.</param>
/// <param name="Problem">The problem in one sentence; null if there is none.</param>
internal sealed record QueueResult(string Output, QueueState State, QueueFigures? Figures, string? Problem)
{
    /// <summary>What was noticed about the pictures and the run, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The line of a list that asked for the picture; empty for none.</summary>
    public string Place { get; init; } = "";
}
