namespace Impasto.Studio.Runs;

/// <summary>Where a run is.</summary>
internal enum RunState
{
    /// <summary>It waits for a worker.</summary>
    Queued,

    /// <summary>A worker is at it.</summary>
    Running,

    /// <summary>Somebody paused it; what was done is kept.</summary>
    Paused,

    /// <summary>All steps were taken.</summary>
    Done,

    /// <summary>Somebody ended it and kept the picture so far.</summary>
    Stopped,

    /// <summary>Somebody gave it up.</summary>
    Cancelled,

    /// <summary>It could not be done; the error says why.</summary>
    Failed,
}
