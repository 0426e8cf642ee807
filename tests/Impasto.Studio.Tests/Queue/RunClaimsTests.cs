using Impasto.Studio.Lists;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Impasto.Tests;

namespace Impasto.Studio.Tests.Queue;

/// <summary>Who may do which run, and in which order.</summary>
public sealed class RunClaimsTests
{
    [Fact]
    public async Task Claim_runs_in_the_order_of_creation_whatever_the_clock_says()
    {
        using var folder = new ScratchFolder();
        await using Database database = await Runs.RunStoreTests.OpenAsync(folder);
        var store = new RunStore(database, TimeProvider.System);
        StudioRun[] runs =
        [
            await store.AddAsync(TestRuns.Queued() with { Created = 5_000_000 }),
            await store.AddAsync(TestRuns.Queued() with { Created = 3_200_000 }),
            await store.AddAsync(TestRuns.Queued() with { Created = 3_200_000 }),
        ];

        var claims = new RunClaims(database, TimeProvider.System);
        Guid[] claimed = [await NextAsync(), await NextAsync(), await NextAsync()];

        Assert.Equal(runs.Select(run => run.Id), claimed);
        Assert.Null(await claims.ClaimAsync("a worker"));
        var lists = new RunLists(database);
        Assert.Equal([3, 2, 1], (await lists.PageAsync(new RunFilter(), null, 9)).Select(run => run.Number));

        async Task<Guid> NextAsync() => (await claims.ClaimAsync("a worker"))!.Id;
    }

    [Fact]
    public async Task End_claim_that_showed_a_sign_of_life_since_is_kept()
    {
        using var folder = new ScratchFolder();
        await using Database database = await Runs.RunStoreTests.OpenAsync(folder);
        StudioRun run = await new RunStore(database, TimeProvider.System).AddAsync(TestRuns.Queued());
        var claims = new RunClaims(database, TimeProvider.System);
        StudioRun claimed = (await claims.ClaimAsync("a worker"))!;
        RunClaim seen = Assert.Single(await claims.AllAsync());

        Assert.True(await claims.BeatAsync(claimed));

        Assert.Null(await claims.EndAsync(seen));
        Assert.Equal(run.Id, Assert.Single(await claims.AllAsync()).Run);
    }

    [Fact]
    public async Task End_claim_of_a_dead_worker_ends_it_once_and_not_its_successor()
    {
        using var folder = new ScratchFolder();
        await using Database database = await Runs.RunStoreTests.OpenAsync(folder);
        await new RunStore(database, TimeProvider.System).AddAsync(TestRuns.Queued());
        var claims = new RunClaims(database, TimeProvider.System);
        StudioRun dead = (await claims.ClaimAsync("dead"))!;
        RunClaim seen = Assert.Single(await claims.AllAsync());
        Assert.Equal(RunStatus.Queued, await claims.EndAsync(seen));
        StudioRun healthy = (await claims.ClaimAsync("healthy"))!;

        Assert.Null(await claims.EndAsync(seen));

        Assert.False(await claims.BeatAsync(dead));
        Assert.False(await claims.FinishAsync(dead, new RunOutcome { Status = RunStatus.Done }));
        Assert.True(await claims.FinishAsync(healthy, new RunOutcome { Status = RunStatus.Done }));
    }

    [Fact]
    public async Task End_third_dead_worker_of_a_run_pauses_it_and_whoever_continues_it_has_three_more()
    {
        using var folder = new ScratchFolder();
        await using Database database = await Runs.RunStoreTests.OpenAsync(folder);
        var store = new RunStore(database, TimeProvider.System);
        StudioRun run = await store.AddAsync(TestRuns.Queued());
        var claims = new RunClaims(database, TimeProvider.System);

        for (int round = 0; round < 2; round++)
        {
            Assert.Equal(RunStatus.Queued, await DieAsync());
            Assert.Equal(RunStatus.Queued, await DieAsync());
            Assert.Equal(RunStatus.Paused, await DieAsync());

            StudioRun paused = (await store.FindAsync(run.Id))!;
            Assert.Equal(RunStatus.Paused, paused.Status);
            Assert.StartsWith("3 workers died while they worked on this run", paused.Error, StringComparison.Ordinal);
            Assert.Null(await claims.ClaimAsync("another"));
            Assert.True(await store.MoveAsync(run.Id, RunStatus.Queued, RunStatus.Paused));
        }

        async Task<RunStatus?> DieAsync()
        {
            await claims.ClaimAsync("a worker");
            return await claims.EndAsync(Assert.Single(await claims.AllAsync()));
        }
    }

    // A worker that was stopped, or cut from the store, says so when it is back.
    [Fact]
    public async Task End_worker_that_came_back_is_no_death()
    {
        using var folder = new ScratchFolder();
        await using Database database = await Runs.RunStoreTests.OpenAsync(folder);
        await new RunStore(database, TimeProvider.System).AddAsync(TestRuns.Queued());
        var claims = new RunClaims(database, TimeProvider.System);

        for (int attempt = 1; attempt <= 10; attempt++)
        {
            StudioRun claimed = (await claims.ClaimAsync("cut off"))!;
            Assert.Equal(attempt, claimed.Attempt);
            Assert.Equal(RunStatus.Queued, await claims.EndAsync(Assert.Single(await claims.AllAsync())));
            Assert.False(await claims.BeatAsync(claimed));
            await claims.ReturnAsync(claimed);
            await claims.ReturnAsync(claimed);
        }
    }

    [Fact]
    public async Task Finish_twice_because_the_first_answer_was_lost_ends_once()
    {
        using var folder = new ScratchFolder();
        await using Database database = await Runs.RunStoreTests.OpenAsync(folder);
        var store = new RunStore(database, TimeProvider.System);
        await store.AddAsync(TestRuns.Queued());
        var claims = new RunClaims(database, TimeProvider.System);
        StudioRun run = (await claims.ClaimAsync("a worker"))!;

        Assert.True(await claims.FinishAsync(run, new RunOutcome { Status = RunStatus.Done }));
        Assert.True(await claims.FinishAsync(run, new RunOutcome { Status = RunStatus.Done }));

        Assert.Equal(["queued", "started", "done"], (await store.HistoryAsync(run.Id)).Select(entry => entry.What));
    }
}
