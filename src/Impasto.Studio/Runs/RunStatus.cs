namespace Impasto.Studio.Runs;

/// <summary>Where a run stands in its life.</summary>
internal enum RunStatus
{
    /// <summary>It waits for a worker.</summary>
    Queued,

    /// <summary>A worker has it.</summary>
    Running,

    /// <summary>A user paused it; it can be resumed.</summary>
    Paused,

    /// <summary>All steps were taken.</summary>
    Done,

    /// <summary>A user ended it and kept the picture so far.</summary>
    Stopped,

    /// <summary>A user gave it up.</summary>
    Cancelled,

    /// <summary>It failed; its error says why.</summary>
    Failed,
}
