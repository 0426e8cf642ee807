namespace Impasto.Studio.Runs;

/// <summary>What somebody wants of a run that a worker is at; the worker hears of it with its next report.</summary>
internal enum RunWish
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>End after the step and keep everything for later.</summary>
    Pause,

    /// <summary>End after the step and take the picture so far for the result.</summary>
    Stop,

    /// <summary>End after the step and forget the picture.</summary>
    Cancel,
}
