using System.Data.Common;
using Impasto.Studio.Answers;
using Impasto.Studio.Queue;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;

namespace Impasto.Studio.Requests;

/// <summary>What users can do with an existing run.</summary>
internal sealed class RunControl(StudioStore store, RunQueue queue, RunCreation creation)
{
    /// <summary>The run of that number.</summary>
    /// <exception cref="StudioProblem">There is no such run.</exception>
    public async Task<StudioRun> FindAsync(Guid id) =>
        await store.Runs.FindAsync(id) ?? throw StudioProblem.Missing("run");

    /// <summary>Ends a run for now; it can be resumed.</summary>
    public Task<StudioRun> PauseAsync(Guid id) => EndAsync(id, RunWish.Pause, RunStatus.Paused);

    /// <summary>Ends a run; the picture so far is its result.</summary>
    public async Task<StudioRun> StopAsync(Guid id)
    {
        StudioRun run = await FindAsync(id);
        if (run.Status is not (RunStatus.Running or RunStatus.Paused))
        {
            throw StudioProblem.Conflict(
                $"Only a run that is running or paused has a picture to keep; this one is {Name(run)}.");
        }

        if (run is { Status: RunStatus.Paused, Stored.Count: 0 })
            throw StudioProblem.Conflict("The run has no picture to keep yet: continue it, or give it up.");
        if (run.Status == RunStatus.Running && await store.Runs.WishAsync(id, RunWish.Stop))
            return await FindAsync(id);
        if (!await store.Runs.MoveAsync(id, RunStatus.Stopped, RunStatus.Paused))
            throw StudioProblem.Conflict("The run is no longer paused.");
        await store.Checkpoints.RemoveAsync(id);
        return await FindAsync(id);
    }

    /// <summary>Gives a run up.</summary>
    public async Task<StudioRun> CancelAsync(Guid id)
    {
        StudioRun run = await EndAsync(id, RunWish.Cancel, RunStatus.Cancelled);
        if (run.Status == RunStatus.Cancelled)
            await store.Checkpoints.RemoveAsync(id);
        return run;
    }

    /// <summary>Resumes a paused run; with other options, continues from its picture in a new run.</summary>
    public async Task<StudioRun> ContinueAsync(Guid id, RunChanges changes)
    {
        StudioRun run = await FindAsync(id);
        if (changes.HasAny() || run.Status != RunStatus.Paused)
            return await ContinueElsewhereAsync(run, changes);
        if (!await store.Runs.MoveAsync(id, RunStatus.Queued, RunStatus.Paused))
        {
            throw StudioProblem.Conflict(
                $"Only a paused run can be continued; this one is {Name(await FindAsync(id))}.");
        }

        queue.Wake();
        return await FindAsync(id);
    }

    /// <summary>What continuing a run would do; a run that is painted is paused for it.</summary>
    /// <exception cref="StudioProblem">It can't continue.</exception>
    public async Task<RunContinuation> PlanAsync(Guid id, RunChanges changes)
    {
        StudioRun run = await FindAsync(id);
        bool isResumed = run.Status is RunStatus.Paused && !changes.HasAny();
        StudioRun paused = run.Status == RunStatus.Running ? run with { Status = RunStatus.Paused } : run;
        return isResumed || run.Frame > 0 || run.Stored.Count > 0
            ? RunContinuation.Of(paused, changes)
            : throw RunContinuation.NoPicture;
    }

    /// <summary>Repeats a run in a new run, with the same options or others.</summary>
    public async Task<StudioRun> RepeatAsync(Guid id, RunChanges changes)
    {
        StudioRun run = await FindAsync(id);
        RunRecipe recipe = changes.Of(run.Recipe with { Continues = false, Resumes = false });
        return await creation.CreateAsync(await CopyAsync(run, recipe));
    }

    /// <summary>Makes a run a favorite, or an ordinary one again.</summary>
    public async Task<StudioRun> FavorAsync(Guid id, bool isFavorite) => await store.Runs.FavorAsync(id, isFavorite)
        ? await FindAsync(id)
        : throw StudioProblem.Missing("run");

    /// <summary>Removes a run and its files; its worker learns of it with its next report.</summary>
    public async Task DeleteAsync(Guid id)
    {
        if (!await RemoveRowAsync(id))
            throw StudioProblem.Missing("run");
        await RemoveFilesAsync(id);
        store.Reserve?.Restore();
    }

    private async Task<bool> RemoveRowAsync(Guid id)
    {
        try
        {
            return await store.Runs.DeleteAsync(id);
        }
        catch (DbException full) when (StoreTrouble.IsDiskFull(full))
        {
            // The files make the room that removing the row needs.
            await RemoveFilesAsync(id);
            return await store.Runs.DeleteAsync(id);
        }
    }

    private async Task RemoveFilesAsync(Guid id)
    {
        await store.Checkpoints.RemoveAsync(id);
        await store.Blobs.DeleteAsync(id);
    }

    private async Task<StudioRun> EndAsync(Guid id, RunWish wish, RunStatus status)
    {
        RunStatus[] waiting = status == RunStatus.Cancelled ? [RunStatus.Queued, RunStatus.Paused] : [RunStatus.Queued];
        // The run may begin between the two attempts: trying twice is enough, since it never waits again by itself.
        for (int i = 0; i < 2; i++)
        {
            if (await store.Runs.MoveAsync(id, status, waiting) || await store.Runs.WishAsync(id, wish))
                return await FindAsync(id);
        }

        StudioRun run = await FindAsync(id);
        throw StudioProblem.Conflict($"The run is {Name(run)}: there is nothing to {RunWords.Of(wish)}.");
    }

    private async Task<StudioRun> ContinueElsewhereAsync(StudioRun run, RunChanges changes)
    {
        var continuation = RunContinuation.Of(run, changes);
        NewRun copy = await CopyAsync(run, continuation.Recipe);
        if (continuation.IsFromCheckpoint)
        {
            byte[]? start = run.Recipe.Continues ? await store.Blobs.ReadAsync(run.Id, BlobName.Start) : null;
            return await creation.CreateAsync(
                copy with { Resumes = run.Id, Start = start, SoFar = await SoFarAsync(run) });
        }

        return await creation.CreateAsync(
            copy with { Start = await SoFarAsync(run) ?? throw RunContinuation.NoPicture });
    }

    /// <summary>The picture that a run started from, or the one at the checkpoint that it started from.</summary>
    /// <exception cref="StudioProblem">It started from none.</exception>
    public async Task<byte[]> StartAsync(Guid id)
    {
        StudioRun run = await FindAsync(id);
        return await store.Blobs.ReadAsync(id, run.Recipe.Resumes ? BlobName.SoFar : BlobName.Start)
            ?? throw StudioProblem.Missing("picture");
    }

    private async Task<byte[]?> SoFarAsync(StudioRun run)
    {
        BlobName[] best = [BlobName.Result(ResultFormat.Tiff), BlobName.Result(ResultFormat.Png), BlobName.Frame];
        foreach (BlobName name in best)
        {
            if (await store.Blobs.ReadAsync(run.Id, name) is { } picture)
                return picture;
        }

        return null;
    }

    private async Task<NewRun> CopyAsync(StudioRun run, RunRecipe recipe)
    {
        NamedBytes content = new(recipe.Content, await ReadAsync(BlobName.Content));
        List<NamedBytes> styles = [], regions = [];
        for (int i = 0; i < recipe.Styles.Count; i++)
            styles.Add(new NamedBytes(recipe.Styles[i].Name, await ReadAsync(BlobName.Style(i))));
        for (int i = 0; i < recipe.Regions.Count; i++)
            regions.Add(new NamedBytes(recipe.Regions[i].Name, await ReadAsync(BlobName.Region(i))));
        return new NewRun(content, styles, regions, recipe) { Parent = run.Id };

        async Task<byte[]> ReadAsync(BlobName name) => await store.Blobs.ReadAsync(run.Id, name)
            ?? throw StudioProblem.Conflict("The run's pictures are no longer there.");
    }

    private static string Name(StudioRun run) => RunWords.Of(run.Status);
}
