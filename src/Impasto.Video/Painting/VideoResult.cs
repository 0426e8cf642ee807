namespace Impasto.Video.Painting;

/// <summary>How a clip ended.</summary>
/// <param name="Frames">Frames that are written, those before a kept state included.</param>
/// <param name="Outcome">Completed or cancelled.</param>
/// <param name="Seconds">Seconds that this run took.</param>
public sealed record VideoResult(int Frames, StylizeOutcome Outcome, double Seconds)
{
    /// <summary>Number of the first frame that this run made; the clip's first is 0.</summary>
    public int From { get; init; }

    /// <summary>Remarks for people, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
