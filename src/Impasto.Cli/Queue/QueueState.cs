namespace Impasto.Cli.Queue;

/// <summary>The outcome for one of many pictures.</summary>
internal enum QueueState
{
    /// <summary>The picture was made.</summary>
    Done,

    /// <summary>The picture existed already.</summary>
    Skipped,

    /// <summary>The picture could not be made.</summary>
    Failed,

    /// <summary>The run was cancelled before its end or its beginning.</summary>
    Cancelled,
}
