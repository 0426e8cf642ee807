using System.Text;
using Impasto.Studio.Answers;
using Impasto.Studio.Queue;
using Impasto.Studio.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Impasto.Studio.Requests.Batches;

/// <summary>What users can do with all runs of a batch at once.</summary>
internal sealed class BatchControl(RunStore runs, RunControl control, RunQueue queue)
{
    // The same runs may look different to another version.
    private static readonly Guid Version = typeof(BatchControl).Module.ModuleVersionId;

    /// <summary>The runs of a batch in order.</summary>
    /// <exception cref="StudioProblem">There is no such batch.</exception>
    public async Task<IReadOnlyList<StudioRun>> FindAsync(Guid batch) =>
        await runs.OfBatchAsync(batch) is { Count: > 0 } found ? found : throw StudioProblem.Missing("batch");

    /// <summary>
    /// The tag of a batch as it is now: another one if anything about it has changed, or the program has.
    /// </summary>
    /// <exception cref="StudioProblem">There is no such batch.</exception>
    public async Task<EntityTagHeaderValue> TagAsync(Guid batch)
    {
        IReadOnlyList<(long Number, long Revision)> states = await runs.RevisionsAsync(batch);
        if (states.Count == 0)
            throw StudioProblem.Missing("batch");
        byte[] text = Encoding.UTF8.GetBytes($"{Version} {string.Join(' ', states)}");
        return EntityTag.Of(text, isWeak: true);
    }

    /// <summary>Pauses the runs that wait or are painted.</summary>
    public Task<IReadOnlyList<StudioRun>> PauseAsync(Guid batch) => EachAsync(
        batch, run => run.Status is RunStatus.Queued or RunStatus.Running, run => control.PauseAsync(run.Id));

    /// <summary>Gives up the runs that are not over.</summary>
    public Task<IReadOnlyList<StudioRun>> CancelAsync(Guid batch) =>
        EachAsync(batch, run => !run.IsOver, run => control.CancelAsync(run.Id));

    /// <summary>Lets the paused runs wait again, in their old places.</summary>
    public async Task<IReadOnlyList<StudioRun>> ContinueAsync(Guid batch)
    {
        IReadOnlyList<StudioRun> found = await EachAsync(
            batch,
            run => run.Status == RunStatus.Paused,
            run => runs.MoveAsync(run.Id, RunStatus.Queued, RunStatus.Paused));
        queue.Wake();
        return found;
    }

    /// <summary>Removes all runs and their files.</summary>
    public async Task DeleteAsync(Guid batch)
    {
        foreach (StudioRun run in (await FindAsync(batch)).Reverse())
            await TryAsync(() => control.DeleteAsync(run.Id));
    }

    // The last run first: otherwise the next one would begin as soon as one ends.
    private async Task<IReadOnlyList<StudioRun>> EachAsync(
        Guid batch, Func<StudioRun, bool> isMeant, Func<StudioRun, Task> change)
    {
        foreach (StudioRun run in (await FindAsync(batch)).Where(isMeant).Reverse())
            await TryAsync(() => change(run));
        return await FindAsync(batch);
    }

    private static async Task TryAsync(Func<Task> change)
    {
        try
        {
            await change();
        }
        catch (StudioProblem problem)
            when (problem.Status is StatusCodes.Status409Conflict or StatusCodes.Status404NotFound)
        {
            // It has ended or was deleted meanwhile.
        }
    }
}
