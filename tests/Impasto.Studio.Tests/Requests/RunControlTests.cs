using Impasto.Studio.Answers;
using Impasto.Studio.Requests;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests.Requests;

/// <summary>The actions on an existing run, at each status.</summary>
public sealed class RunControlTests
{
    [Theory]
    [InlineData("strength", "80")]
    [InlineData("steps", "7")]
    [InlineData("seed", "5")]
    [InlineData("optimizer", "adam")]
    public async Task Continue_with_an_option_that_fits_the_checkpoint_resumes_it(string option, string value)
    {
        await using Studio studio = await Studio.StartIdleAsync();
        StudioRun paused = await PausedAsync(studio);

        StudioRun next = await studio.Service<RunControl>().ContinueAsync(paused.Id, Changes((option, value)));

        Assert.Equal((true, false, paused.Id), (next.Recipe.Resumes, next.Recipe.Continues, next.Parent));
        Assert.Equal(value, next.Recipe.Options[option]);
        Assert.True(await studio.Service<ICheckpointStore>().FetchAsync(next.Id));
    }

    [Fact]
    public async Task Continue_from_a_checkpoint_keeps_the_picture_there_for_the_command_of_the_new_run()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        StudioRun paused = await PausedAsync(studio);
        StudioRun next = await studio.Service<RunControl>().ContinueAsync(paused.Id, Changes(("strength", "80")));

        await studio.Service<RunControl>().DeleteAsync(paused.Id);

        RunDetails run = await studio.GetAsync(next.Id);
        CommandFile file = Assert.Single(run.CommandFiles);
        Assert.Contains($"--continue {file.Name}", run.Command, StringComparison.Ordinal);
        Assert.NotEmpty(await studio.Http.GetByteArrayAsync(file.Address, Studio.Cancellation));
    }

    [Theory]
    [InlineData("size", "40")]
    [InlineData("min-size", "16")]
    [InlineData("scale-factor", "2")]
    [InlineData("style-scale", "0.5")]
    [InlineData("resize", "pillow")]
    [InlineData("convention", "neural-style")]
    [InlineData("pooling", "average")]
    [InlineData("padding", "zero")]
    public async Task Continue_with_an_option_that_does_not_fit_the_checkpoint_starts_from_the_picture(
        string option, string value)
    {
        await using Studio studio = await Studio.StartIdleAsync();
        StudioRun paused = await PausedAsync(studio);

        StudioRun next = await studio.Service<RunControl>().ContinueAsync(paused.Id, Changes((option, value)));

        Assert.Equal((false, true, paused.Id), (next.Recipe.Resumes, next.Recipe.Continues, next.Parent));
        Assert.False(await studio.Service<ICheckpointStore>().FetchAsync(next.Id));
        Assert.Equal(Studio.Photo, await studio.Service<IBlobStore>().ReadAsync(next.Id, BlobName.Start));
    }

    [Fact]
    public async Task Continue_paused_run_without_changes_lets_it_wait_again()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        StudioRun paused = await PausedAsync(studio);

        StudioRun next = await studio.Service<RunControl>().ContinueAsync(paused.Id, new RunChanges());

        Assert.Equal((paused.Id, RunStatus.Queued), (next.Id, next.Status));
    }

    [Fact]
    public async Task Continue_run_without_a_picture_is_a_conflict()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        Guid id = (await studio.CreateAsync()).Id;

        StudioProblem problem = await Assert.ThrowsAsync<StudioProblem>(
            () => studio.Service<RunControl>().ContinueAsync(id, Changes(("strength", "80"))));

        Assert.Equal((409, "The run has no picture yet to continue from."), (problem.Status, problem.Message));
    }

    [Fact]
    public async Task Repeat_with_changes_keeps_earlier_ones_unless_the_preset_is_another()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        Guid id = (await studio.CreateAsync(("seed", "7"))).Id;
        RunControl control = studio.Service<RunControl>();

        StudioRun same = await control.RepeatAsync(id, Changes(("strength", "80")));
        StudioRun other = await control.RepeatAsync(id, new RunChanges("draft"));

        Assert.Equal(("7", "80"), (same.Recipe.Options["seed"], same.Recipe.Options["strength"]));
        Assert.Equal("draft", other.Recipe.Preset);
        Assert.Empty(other.Recipe.Options);
    }

    [Fact]
    public async Task Repeat_with_another_optimiser_drops_the_options_of_the_first()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        Guid id = (await studio.CreateAsync(("optimizer", "adam"), ("beta1", "0.5"), ("seed", "7"))).Id;

        StudioRun next = await studio.Service<RunControl>().RepeatAsync(id, Changes(("optimizer", "lbfgs")));

        Assert.False(next.Recipe.Options.ContainsKey("beta1"));
        Assert.Equal("7", next.Recipe.Options["seed"]);
    }

    [Fact]
    public async Task Stop_paused_run_is_a_result_and_its_checkpoint_goes()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        StudioRun paused = await PausedAsync(studio);

        StudioRun stopped = await studio.Service<RunControl>().StopAsync(paused.Id);

        Assert.Equal(RunStatus.Stopped, stopped.Status);
        Assert.False(await studio.Service<ICheckpointStore>().FetchAsync(paused.Id));
    }

    [Fact]
    public async Task Stop_paused_run_that_never_ran_is_a_conflict_because_it_has_no_picture()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        Guid id = (await studio.CreateAsync()).Id;
        await studio.Service<RunControl>().PauseAsync(id);

        StudioProblem problem = await Assert.ThrowsAsync<StudioProblem>(
            () => studio.Service<RunControl>().StopAsync(id));

        Assert.Equal(
            (409, "The run has no picture to keep yet: continue it, or give it up."),
            (problem.Status, problem.Message));
        RunView run = (await studio.GetAsync(id)).Run;
        Assert.Equal(("paused", false), (run.State, run.HasPicture));
    }

    // 100 steps in the only scale: with fewer than half of them left, another strength would only change the label.
    [Theory]
    [InlineData(40, true)]
    [InlineData(50, true)]
    [InlineData(51, false)]
    [InlineData(99, false)]
    public async Task Continue_with_another_strength_near_the_end_starts_from_the_picture(int step, bool resumes)
    {
        await using Studio studio = await Studio.StartIdleAsync();
        StudioRun paused = await PausedAsync(
            studio, new RunProgress { Step = step, TotalSteps = 100, Scale = 1, Scales = 1 }, ("steps", "100"));

        StudioRun next = await studio.Service<RunControl>().ContinueAsync(paused.Id, Changes(("strength", "80")));

        Assert.Equal((resumes, !resumes), (next.Recipe.Resumes, next.Recipe.Continues));
    }

    [Fact]
    public async Task Stop_running_run_leaves_a_wish_for_its_worker()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        Guid id = (await studio.CreateAsync()).Id;
        await studio.Service<RunClaims>().ClaimAsync("a worker");

        StudioRun run = await studio.Service<RunControl>().StopAsync(id);

        Assert.Equal((RunStatus.Running, RunWish.Stop), (run.Status, run.Wish));
    }

    [Fact]
    public async Task Stop_waiting_run_is_a_conflict()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        Guid id = (await studio.CreateAsync()).Id;

        StudioProblem problem = await Assert.ThrowsAsync<StudioProblem>(
            () => studio.Service<RunControl>().StopAsync(id));

        Assert.Equal(409, problem.Status);
        Assert.Contains("this one is queued", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pause_waiting_run_pauses_it_and_cancel_gives_it_up()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        Guid id = (await studio.CreateAsync()).Id;
        RunControl control = studio.Service<RunControl>();

        Assert.Equal(RunStatus.Paused, (await control.PauseAsync(id)).Status);
        Assert.Equal(RunStatus.Cancelled, (await control.CancelAsync(id)).Status);
        StudioProblem problem = await Assert.ThrowsAsync<StudioProblem>(() => control.CancelAsync(id));
        Assert.Equal((409, "The run is cancelled: there is nothing to cancel."), (problem.Status, problem.Message));
    }

    [Fact]
    public async Task Delete_run_that_does_not_exist_is_404()
    {
        await using Studio studio = await Studio.StartIdleAsync();

        StudioProblem problem = await Assert.ThrowsAsync<StudioProblem>(
            () => studio.Service<RunControl>().DeleteAsync(Guid.NewGuid()));

        Assert.Equal(404, problem.Status);
    }

    private static RunChanges Changes(params (string Name, string Value)[] options) =>
        new(Options: options.ToDictionary(option => option.Name, option => option.Value));

    // A run as a worker leaves it when it is paused: with a frame and a checkpoint.
    private static async Task<StudioRun> PausedAsync(
        Studio studio, RunProgress? progress = null, params (string Name, string Value)[] fields)
    {
        Guid id = (await studio.CreateAsync(fields)).Id;
        StudioRun claimed = (await studio.Service<RunClaims>().ClaimAsync("a worker"))!;
        await studio.Service<IBlobStore>().WriteAsync(id, BlobName.Frame, Studio.Photo);
        await studio.Service<RunClaims>().ReportAsync(claimed, progress, RunCurve.Empty, 1);
        await studio.Service<RunClaims>().FinishAsync(
            claimed, new RunOutcome { Status = RunStatus.Paused, Formats = [ResultFormat.Png] });
        string checkpoint = studio.Service<ICheckpointStore>().PathOf(id);
        await File.WriteAllTextAsync(checkpoint, "a checkpoint", Studio.Cancellation);
        return (await studio.Service<RunStore>().FindAsync(id))!;
    }
}
