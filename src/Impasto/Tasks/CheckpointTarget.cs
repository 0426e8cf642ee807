namespace Impasto;

/// <summary>
/// Where and how often a run's state is kept, so that it can continue after a pause, a crash or in another process.
/// </summary>
/// <param name="Path">
/// The file; an older one is replaced. It is written beside its name and renamed: there is always a whole one.
/// </param>
/// <example>
/// <code>
/// StylizeTask kept = task with { Checkpoint = new CheckpointTarget("run.checkpoint") };
/// if (File.Exists("run.checkpoint"))
///     kept = kept with { From = StylizeCheckpoint.Open("run.checkpoint") };
/// StylizeResult result = stylizer.Run(kept);
/// </code>
/// </example>
public sealed record CheckpointTarget(string Path)
{
    /// <summary>
    /// Time from one to the next, 0 for every step; longer if writing would take more than a 20th of the time. Default
    /// 30 s.
    /// </summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What the checkpoint says about the run; its options and its weights' identity come from the run itself. Null
    /// (the default): only these two.
    /// </summary>
    public RunRecord? Record { get; init; }

    /// <summary>A text of the caller's that <see cref="StylizeCheckpoint.Note"/> gives back. Default: empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>
    /// Bytes of the caller's that <see cref="StylizeCheckpoint.Attachment"/> gives back: inputs that can't be read
    /// again. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, byte[]> Attachments { get; init; } =
        new Dictionary<string, byte[]>(StringComparer.Ordinal);
}
