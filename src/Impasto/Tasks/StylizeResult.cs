using Impasto.Imaging;

namespace Impasto;

/// <summary>What came of a run.</summary>
/// <param name="Picture">The result; values outside 0 to 1 are clipped when it is written.</param>
/// <param name="Outcome">How the run ended.</param>
/// <param name="Losses">Total loss before each step that was taken.</param>
/// <param name="Seconds">Time the run took.</param>
/// <param name="Engine">What did the work, for people.</param>
public sealed record StylizeResult(
    Picture Picture, StylizeOutcome Outcome, IReadOnlyList<double> Losses, double Seconds, string Engine)
{
    /// <summary>What people should know of the run beside its outcome, a sentence each: what was left out, where it went back.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Why the latest checkpoint could not be written, one sentence; null where it could, or where none was asked for.</summary>
    public string? CheckpointProblem { get; init; }
}
