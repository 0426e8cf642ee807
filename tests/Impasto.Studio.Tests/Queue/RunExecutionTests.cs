using Impasto.Imaging;
using Impasto.Studio.Queue;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests.Queue;

/// <summary>A run from the claim to the stored result, without a queue before it.</summary>
public sealed class RunExecutionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Execute_waiting_run_makes_its_picture()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView run = await studio.CreateAsync();

        Assert.True(await studio.Service<RunExecution>().ExecuteNextAsync());

        RunView done = (await studio.GetAsync(run.Id)).Run;
        Assert.Equal(("done", 1, RunExecution.Worker), (done.State, done.Attempt, done.Worker));
        Assert.Equal(32, new PictureReader().Decode(await studio.ResultAsync(run.Id), "result").Width);
    }

    [Theory]
    [InlineData("paused")]
    [InlineData("cancelled")]
    [InlineData("done")]
    public async Task Execute_run_that_does_not_wait_does_nothing(string status)
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView run = await studio.CreateAsync();
        await studio.Service<RunStore>().MoveAsync(run.Id, RunWords.ParseStatus(status), RunStatus.Queued);

        Assert.False(await studio.Service<RunExecution>().ExecuteNextAsync());

        RunView after = (await studio.GetAsync(run.Id)).Run;
        Assert.Equal((status, 0), (after.State, after.Attempt));
    }

    [Fact]
    public async Task Execute_run_of_another_worker_only_after_its_claim_was_ended()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView run = await studio.CreateAsync();
        RunClaims claims = studio.Service<RunClaims>();
        await claims.ClaimAsync("another");
        RunExecution execution = studio.Service<RunExecution>();

        Assert.False(await execution.ExecuteNextAsync());
        RunView untouched = (await studio.GetAsync(run.Id)).Run;
        Assert.Equal(("running", "another"), (untouched.State, untouched.Worker));

        Assert.Equal(RunStatus.Queued, await claims.EndAsync(Assert.Single(await claims.AllAsync())));
        Assert.True(await execution.ExecuteNextAsync());
        RunDetails done = await studio.GetAsync(run.Id);
        Assert.Equal(("done", 2), (done.Run.State, done.Run.Attempt));
        Assert.Equal(
            [("queued", ""), ("started", "another"), ("lost", "another"), ("started", RunExecution.Worker),
                ("done", RunExecution.Worker)],
            done.History.Select(entry => (entry.What, entry.Worker)));
    }

    [Fact]
    public async Task Execute_run_without_its_photograph_fails_with_a_sentence()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView run = await studio.CreateAsync();
        await studio.Service<IBlobStore>().DeleteAsync(run.Id);

        Assert.True(await studio.Service<RunExecution>().ExecuteNextAsync());

        RunView failed = (await studio.GetAsync(run.Id)).Run;
        Assert.Equal(("failed", "The file of 'photo.png' is missing."), (failed.State, failed.Error));
        Assert.Empty(failed.Formats);
    }

    [Fact]
    public async Task Execute_damaged_checkpoint_starts_from_the_beginning()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView run = await studio.CreateAsync();
        await File.WriteAllTextAsync(studio.Service<ICheckpointStore>().PathOf(run.Id), "damaged", Studio.Cancellation);

        Assert.True(await studio.Service<RunExecution>().ExecuteNextAsync());

        Assert.Equal("done", (await studio.GetAsync(run.Id)).Run.State);
    }

    [Fact]
    public async Task Execute_deleted_run_leaves_no_files()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView run = await studio.CreateAsync(RunTests.Endless);
        Task execution = studio.Service<RunExecution>().ExecuteNextAsync();
        await BegunAsync(studio, run.Id);

        using HttpResponseMessage response = await studio.Http.DeleteAsync($"/api/runs/{run.Id}", Studio.Cancellation);
        await execution.WaitAsync(Patience, Studio.Cancellation);

        Assert.Empty(Directory.GetDirectories(Path.Combine(studio.Settings.DataFolder, "runs")));
    }

    [Fact]
    public async Task End_interrupts_runs_which_wait_again_with_a_checkpoint_and_lets_none_begin()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView run = await studio.CreateAsync(RunTests.Endless);
        RunExecution execution = studio.Service<RunExecution>();
        Task running = execution.ExecuteNextAsync();
        await BegunAsync(studio, run.Id);

        await execution.EndAsync().WaitAsync(Patience, Studio.Cancellation);
        await running;
        int steps = (await studio.GetAsync(run.Id)).Run.Progress!.Step;
        await execution.ExecuteNextAsync().WaitAsync(Patience, Studio.Cancellation);

        RunView after = (await studio.GetAsync(run.Id)).Run;
        Assert.Equal(("queued", 2), (after.State, after.Attempt));
        Assert.InRange(after.Progress!.Step, steps, steps + 1);
        Assert.True(File.Exists(studio.Service<ICheckpointStore>().PathOf(run.Id)));
    }

    private static async Task BegunAsync(Studio studio, Guid id)
    {
        while ((await studio.GetAsync(id)).Run.Frame == 0)
            await Task.Delay(20, Studio.Cancellation);
    }
}
