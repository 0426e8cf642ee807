namespace Impasto;

/// <summary>How a run ended.</summary>
public enum StylizeOutcome
{
    /// <summary>All steps were taken.</summary>
    Completed,

    /// <summary>It was cancelled; the picture is what was done until then.</summary>
    Cancelled,

    /// <summary>
    /// The loss exploded or was not a finite number, three times over; the picture is the last good one.
    /// </summary>
    Diverged,
}
