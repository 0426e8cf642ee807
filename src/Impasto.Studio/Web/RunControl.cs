using Impasto.Studio.Queue;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Web;

/// <summary>What people can do with a run that exists.</summary>
internal sealed class RunControl(StudioStore store, RunQueue queue, RunCreation creation)
{
    /// <exception cref="StudioProblem">There is no such run.</exception>
    public async Task<StudioRun> FindAsync(Guid id) => await store.Runs.FindAsync(id) ?? throw StudioProblem.Missing("run");

    /// <summary>Ends a run for now; what was done is kept.</summary>
    public Task<StudioRun> PauseAsync(Guid id) => EndAsync(id, RunWish.Pause, RunState.Paused);

    /// <summary>Ends a run and takes the picture so far for its result.</summary>
    public async Task<StudioRun> StopAsync(Guid id)
    {
        StudioRun run = await FindAsync(id);
        if (run.State is not (RunState.Running or RunState.Paused))
            throw StudioProblem.Conflict($"Only a run that is running or paused has a picture to keep; this one is {Name(run)}.");
        if (run.State == RunState.Running && await store.Runs.WishAsync(id, RunWish.Stop))
            return await FindAsync(id);
        if (!await store.Runs.MoveAsync(id, RunState.Stopped, RunState.Paused))
            throw StudioProblem.Conflict("The run is no longer paused.");
        await store.Checkpoints.RemoveAsync(id);
        return await FindAsync(id);
    }

    /// <summary>Gives a run up.</summary>
    public async Task<StudioRun> CancelAsync(Guid id)
    {
        StudioRun run = await EndAsync(id, RunWish.Cancel, RunState.Cancelled);
        if (run.State == RunState.Cancelled)
            await store.Checkpoints.RemoveAsync(id);
        return run;
    }

    /// <summary>Lets a paused run go on; with other options, a new run goes on from its picture.</summary>
    public async Task<StudioRun> ContinueAsync(Guid id, RunChanges changes)
    {
        StudioRun run = await FindAsync(id);
        if (changes.Options is { Count: > 0 } || changes.Preset is not null || run.State != RunState.Paused)
            return await ContinueElsewhereAsync(run, changes);
        if (!await store.Runs.MoveAsync(id, RunState.Queued, RunState.Paused))
            throw StudioProblem.Conflict($"Only a paused run can go on; this one is {Name(await FindAsync(id))}.");
        await queue.AddAsync(id);
        return await FindAsync(id);
    }

    /// <summary>Does a run again, as it was or with other options.</summary>
    public async Task<StudioRun> RepeatAsync(Guid id, RunChanges changes)
    {
        StudioRun run = await FindAsync(id);
        return await creation.CreateAsync(await CopyAsync(run, Changed(run.Recipe with { Continues = false, Resumes = false }, changes)));
    }

    /// <summary>Removes a run and its files; a worker that is at it hears of it with its next report.</summary>
    public async Task DeleteAsync(Guid id)
    {
        if (!await store.Runs.DeleteAsync(id))
            throw StudioProblem.Missing("run");
        await store.Checkpoints.RemoveAsync(id);
        await store.Blobs.DeleteAsync(id);
    }

    private async Task<StudioRun> EndAsync(Guid id, RunWish wish, RunState state)
    {
        // A run may begin or end in between: twice is enough, since it never waits again by itself.
        for (int i = 0; i < 2; i++)
        {
            bool waits = state == RunState.Cancelled
                ? await store.Runs.MoveAsync(id, state, RunState.Queued, RunState.Paused)
                : await store.Runs.MoveAsync(id, state, RunState.Queued);
            if (waits || await store.Runs.WishAsync(id, wish))
                return await FindAsync(id);
        }

        StudioRun run = await FindAsync(id);
        throw StudioProblem.Conflict($"The run is {Name(run)}: there is nothing to {wish.ToString().ToLowerInvariant()}.");
    }

    private async Task<StudioRun> ContinueElsewhereAsync(StudioRun run, RunChanges changes)
    {
        RunRecipe changed = Changed(run.Recipe, changes);
        if (run.State == RunState.Paused && IsResumable(run.Recipe, changed))
        {
            NewRun resumed = await CopyAsync(run, changed with { Resumes = true });
            byte[]? start = run.Recipe.Continues ? await store.Blobs.ReadAsync(run.Id, BlobName.Start) : null;
            return await creation.CreateAsync(resumed with { Resumes = run.Id, Start = start });
        }

        NewRun copy = await CopyAsync(run, changed with { Continues = true, Resumes = false });
        return await creation.CreateAsync(copy with { Start = await SoFarAsync(run) });
    }

    // A state fits where sizes, scales and the meaning of losses are the same.
    private static bool IsResumable(RunRecipe before, RunRecipe after) => StylizeOptionCatalog.All
        .Where(option => option.Group == "Size" || option.Name is "convention" or "padding" or "pooling")
        .All(option => option.Read(before.ToOptions()) == option.Read(after.ToOptions()));

    private async Task<byte[]> SoFarAsync(StudioRun run) =>
        await store.Blobs.ReadAsync(run.Id, BlobName.Result("tif")) ?? await store.Blobs.ReadAsync(run.Id, BlobName.Frame)
            ?? throw StudioProblem.Conflict("The run has no picture yet to go on from.");

    private async Task<NewRun> CopyAsync(StudioRun run, RunRecipe recipe)
    {
        NamedBytes content = new(recipe.Content, await ReadAsync(BlobName.Content));
        List<NamedBytes> styles = [], regions = [];
        for (int i = 0; i < recipe.Styles.Count; i++)
            styles.Add(new NamedBytes(recipe.Styles[i].Name, await ReadAsync(BlobName.Style(i))));
        for (int i = 0; i < recipe.Regions.Count; i++)
            regions.Add(new NamedBytes(recipe.Regions[i].Name, await ReadAsync(BlobName.Region(i))));
        return new NewRun(content, styles, regions, recipe) { Parent = run.Id };

        async Task<byte[]> ReadAsync(BlobName name) =>
            await store.Blobs.ReadAsync(run.Id, name) ?? throw StudioProblem.Conflict("The run's pictures are no longer there.");
    }

    private static RunRecipe Changed(RunRecipe recipe, RunChanges changes)
    {
        // Another preset begins anew; else what was changed before stays.
        Dictionary<string, string> options = changes.Preset is null || changes.Preset == recipe.Preset ? new(recipe.Options, StringComparer.Ordinal) : [];
        foreach ((string name, string value) in changes.Options ?? new Dictionary<string, string>())
            options[StylizeOptionCatalog.Find(name).Name] = value;
        return recipe with { Preset = changes.Preset ?? recipe.Preset, Options = options };
    }

    private static string Name(StudioRun run) => run.State.ToString().ToLowerInvariant();
}
