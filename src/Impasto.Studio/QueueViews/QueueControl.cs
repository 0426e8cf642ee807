using Impasto.Studio.Answers;
using Impasto.Studio.Queue;
using Impasto.Studio.Requests;
using Impasto.Studio.Runs;

namespace Impasto.Studio.QueueViews;

/// <summary>What operators can do with the runs that wait.</summary>
internal sealed class QueueControl(StudioStore store, QueueOrder order, RunControl control)
{
    /// <summary>Moves a run that waits.</summary>
    /// <param name="id">The run.</param>
    /// <param name="to">Its new place from its old one, both from 0.</param>
    /// <exception cref="StudioProblem">There is no such run, or it does not wait.</exception>
    public async Task MoveAsync(Guid id, Func<int, int> to)
    {
        if (await order.MoveAsync(id, to))
            return;
        StudioRun run = await control.FindAsync(id);
        throw StudioProblem.Conflict($"Only a run that waits has a place; this one is {RunWords.Of(run.Status)}.");
    }

    /// <summary>Gives up all runs that wait; those that begin meanwhile are left.</summary>
    /// <returns>How many were given up.</returns>
    public async Task<int> CancelAllAsync()
    {
        int cancelled = 0;
        foreach (Guid id in await order.IdsAsync())
        {
            if (!await store.Runs.MoveAsync(id, RunStatus.Cancelled, RunStatus.Queued))
                continue;
            await store.Checkpoints.RemoveAsync(id);
            cancelled++;
        }

        return cancelled;
    }
}
