namespace Impasto.Studio.Runs;

/// <summary>States of runs, from which they go on: written by whoever works, read by whoever goes on.</summary>
internal interface ICheckpointStore
{
    /// <summary>The file that a worker writes a run's state to.</summary>
    string PathOf(Guid run);

    /// <summary>Puts the file where others find it, if it has changed.</summary>
    /// <param name="run">The run.</param>
    /// <param name="attempt">Whose it is; a later attempt's is never replaced.</param>
    Task KeepAsync(Guid run, int attempt);

    /// <summary>Brings the newest state to <see cref="PathOf"/>.</summary>
    /// <returns>Whether there is one.</returns>
    Task<bool> FetchAsync(Guid run);

    /// <summary>Gives one run the newest state of another.</summary>
    /// <returns>Whether there is one.</returns>
    Task<bool> CopyAsync(Guid from, Guid to);

    /// <summary>Removes a run's states.</summary>
    Task RemoveAsync(Guid run);
}
