using Impasto.Imaging;

namespace Impasto;

/// <summary>The result of a run.</summary>
public sealed record StylizeResult
{
    /// <summary>The picture; values outside 0 to 1 are clipped when it is written.</summary>
    public required Picture Picture { get; init; }

    /// <summary>How the run ended.</summary>
    public required StylizeOutcome Outcome { get; init; }

    /// <summary>Total loss before each step that was taken.</summary>
    public required IReadOnlyList<double> Losses { get; init; }

    /// <summary>
    /// Steps that each scale took, for a run with a time limit; empty (the default) for others. The same recipe with
    /// these steps makes the same picture.
    /// </summary>
    public IReadOnlyList<int> StepsTaken { get; init; } = [];

    /// <summary>The last of the last scale's steps, in which each layer was matched anew by itself.</summary>
    public int SplitStepsTaken { get; init; }

    /// <summary>
    /// The loss before the last step, with its terms; null if no step was taken, or none since a checkpoint.
    /// </summary>
    public LossValue? FinalLoss { get; init; }

    /// <summary>Seconds that the run took.</summary>
    public required double Seconds { get; init; }

    /// <summary>What did the work, for people: "Simd, 2 threads".</summary>
    public required string Engine { get; init; }

    /// <summary>
    /// Remarks on the run for people, one sentence each: steps that were left out or taken back.
    /// </summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// Why the latest checkpoint could not be written, one sentence; null if it could, or if none was asked for.
    /// </summary>
    public string? CheckpointProblem { get; init; }
}
