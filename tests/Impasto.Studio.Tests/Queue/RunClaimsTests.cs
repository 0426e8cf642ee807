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
        Assert.Equal([3, 2, 1], (await store.ListAsync("", long.MaxValue, 9)).Select(run => run.Number));

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

        Assert.False(await claims.EndAsync(seen));
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
        Assert.True(await claims.EndAsync(seen));
        StudioRun healthy = (await claims.ClaimAsync("healthy"))!;

        Assert.False(await claims.EndAsync(seen));

        Assert.False(await claims.BeatAsync(dead));
        Assert.False(await claims.FinishAsync(dead, new RunOutcome { Status = RunStatus.Done }));
        Assert.True(await claims.FinishAsync(healthy, new RunOutcome { Status = RunStatus.Done }));
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
