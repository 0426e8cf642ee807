using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Impasto.Tests;

namespace Impasto.Studio.Tests.Runs;

/// <summary>The table of runs.</summary>
public sealed class RunStoreTests
{
    [Fact]
    public async Task Prepare_table_of_an_earlier_version_keeps_its_results_in_all_formats()
    {
        using var folder = new ScratchFolder();
        await using Database database = await OpenAsync(folder);
        var store = new RunStore(database, TimeProvider.System);
        StudioRun run = TestRuns.Queued();
        await store.AddAsync(run);
        await store.MoveAsync(run.Id, RunStatus.Done, RunStatus.Queued);
        await database.ExecuteAsync("ALTER TABLE runs DROP COLUMN formats");

        await RunTables.PrepareAsync(database);

        Assert.Equal(
            [ResultFormat.Png, ResultFormat.Jpeg, ResultFormat.Tiff], (await store.FindAsync(run.Id))!.Stored);
        Assert.Equal(ResultFormat.All, (await store.FindAsync(run.Id))!.Formats);
    }

    [Fact]
    public async Task Finish_stores_a_format_and_a_paused_run_shows_none()
    {
        using var folder = new ScratchFolder();
        await using Database database = await OpenAsync(folder);
        var store = new RunStore(database, TimeProvider.System);
        StudioRun run = TestRuns.Queued();
        await store.AddAsync(run);
        var claims = new RunClaims(database, TimeProvider.System);
        StudioRun claimed = (await claims.ClaimAsync("worker"))!;

        await claims.FinishAsync(claimed, new RunOutcome { Status = RunStatus.Paused, Formats = [ResultFormat.Tiff] });

        Assert.Empty((await store.FindAsync(run.Id))!.Formats);
        await store.MoveAsync(run.Id, RunStatus.Stopped, RunStatus.Paused);
        Assert.Equal([ResultFormat.Tiff], (await store.FindAsync(run.Id))!.Stored);
        Assert.Equal(ResultFormat.All, (await store.FindAsync(run.Id))!.Formats);
    }

    internal static async Task<Database> OpenAsync(ScratchFolder folder)
    {
        var database = Database.Sqlite(folder.File("studio.db"), new DiskReserve(folder.File("reserve")));
        await RunTables.PrepareAsync(database);
        return database;
    }
}
