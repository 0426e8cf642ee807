namespace Impasto.Studio.Runs;

/// <summary>What a user asked of a running run; its worker gets it in answer to its next report.</summary>
internal enum RunWish
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>End after the step; the run can be resumed.</summary>
    Pause,

    /// <summary>End after the step; the picture so far is the result.</summary>
    Stop,

    /// <summary>End after the step; there is no result.</summary>
    Cancel,
}
