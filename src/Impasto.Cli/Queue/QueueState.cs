namespace Impasto.Cli.Queue;

/// <summary>How it went with one of many pictures.</summary>
internal enum QueueState
{
    /// <summary>It was made.</summary>
    Done,

    /// <summary>It was there already.</summary>
    Skipped,

    /// <summary>It could not be made.</summary>
    Failed,

    /// <summary>Its run was cancelled, or never began.</summary>
    Cancelled,
}
