namespace Impasto.Studio.Storage;

/// <summary>
/// The checkpoints of runs: written by the worker that has the run, read by the worker that resumes it.
/// </summary>
internal interface ICheckpointStore
{
    /// <summary>The file that a worker writes a run's checkpoint to.</summary>
    string PathOf(Guid run);

    /// <summary>Copies the file to where other workers find it, if it has changed.</summary>
    /// <param name="run">The run.</param>
    /// <param name="attempt">The attempt that wrote it; a later attempt's checkpoint is never replaced.</param>
    Task KeepAsync(Guid run, int attempt);

    /// <summary>Brings the newest checkpoint to <see cref="PathOf"/>.</summary>
    /// <returns>True if there is one.</returns>
    Task<bool> FetchAsync(Guid run);

    /// <summary>Copies the newest checkpoint of one run to another run.</summary>
    /// <returns>True if there is one.</returns>
    Task<bool> CopyAsync(Guid from, Guid to);

    /// <summary>Removes a run's checkpoints.</summary>
    Task RemoveAsync(Guid run);
}
