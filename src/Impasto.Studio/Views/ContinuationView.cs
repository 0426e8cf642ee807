namespace Impasto.Studio.Views;

/// <summary>What continuing a run would do.</summary>
internal sealed record ContinuationView
{
    public const string Same = "same", Checkpoint = "checkpoint", Picture = "picture";

    /// <summary>
    /// same (the paused run itself continues), checkpoint (a new run continues where this one is), or picture (a new
    /// run starts from its picture, at the last scale).
    /// </summary>
    public required string From { get; init; }

    /// <summary>Most steps that it takes; null if they are not known before the first one.</summary>
    public int? Steps { get; init; }

    /// <summary>The options that change.</summary>
    public required IReadOnlyList<OptionChange> Changes { get; init; }
}
