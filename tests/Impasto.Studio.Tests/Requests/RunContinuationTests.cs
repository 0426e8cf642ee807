using System.Text.Json;
using Impasto.Studio.Requests;
using Impasto.Studio.Runs;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests.Requests;

/// <summary>What "continue from here" says beforehand is what it does.</summary>
public sealed class RunContinuationTests
{
    private static readonly RunChanges Stronger =
        new(Options: new Dictionary<string, string> { ["strength"] = "80" });

    // Scales of 30, 20 and 10 steps: 30 + 4 are taken.
    private static readonly RunProgress InTheMiddle = new() { Step = 34, TotalSteps = 60, Scale = 2, Scales = 3 };

    [Fact]
    public void Paused_run_with_other_options_takes_the_steps_that_are_left()
    {
        var plan = RunContinuation.Of(Run(RunStatus.Paused, InTheMiddle), Stronger);

        Assert.Equal((true, false, 26), (plan.IsFromCheckpoint, plan.IsSame, plan.Steps));
        Assert.Equal([("strength", "50", "80")], plan.Changes());
    }

    [Theory]
    [InlineData("50", 26)]
    [InlineData("30,40,10", 46)]
    [InlineData("30,3,10", 10)]
    public void Paused_run_with_other_steps_takes_those_of_the_scales_that_are_left(string steps, int expected)
    {
        var changes = new RunChanges(Options: new Dictionary<string, string> { ["steps"] = steps });

        var plan = RunContinuation.Of(Run(RunStatus.Paused, InTheMiddle), changes);

        Assert.True(plan.IsFromCheckpoint);
        Assert.Equal(steps == "50" ? 50 - 4 + 50 : expected, plan.Steps);
    }

    [Theory]
    [InlineData("done")]
    [InlineData("paused")]
    public void Run_near_its_end_starts_from_the_picture_with_the_steps_of_the_last_scale(string state)
    {
        RunProgress end = InTheMiddle with { Step = 59, Scale = 3 };

        var plan = RunContinuation.Of(Run(RunWords.ParseStatus(state), end), Stronger);

        Assert.Equal((false, 10), (plan.IsFromCheckpoint, plan.Steps));
    }

    [Fact]
    public void Paused_run_without_changes_is_the_same_run()
    {
        var plan = RunContinuation.Of(Run(RunStatus.Paused, InTheMiddle), new RunChanges());

        Assert.Equal((true, 26), (plan.IsSame, plan.Steps));
        Assert.Empty(plan.Changes());
    }

    [Fact]
    public void Steps_before_the_first_one_are_unknown() =>
        Assert.Null(RunContinuation.Of(Run(RunStatus.Paused), Stronger).Steps);

    [Fact]
    public async Task Plan_of_a_done_run_is_what_the_new_run_takes_and_changes_nothing()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await studio.CreateAsync(("steps", "4,3"), ("min-size", "16"));
        await studio.UntilAsync(run.Id, "done");
        object changes = new { options = new { strength = 80 } };

        (int status, JsonElement plan) = await studio.PostAsync($"/api/runs/{run.Id}/continuation", changes);

        Assert.Equal((200, "picture", 3), (
            status, plan.GetProperty("from").GetString(), plan.GetProperty("steps").GetInt32()));
        Assert.Single((await studio.ListAsync()).Runs);
        (_, JsonElement made) = await studio.PostAsync($"/api/runs/{run.Id}/continue", changes);
        RunView next = await studio.UntilAsync(made.GetProperty("id").GetGuid(), "done");
        Assert.Equal(3, next.Progress!.TotalSteps);
    }

    [Fact]
    public async Task Plan_of_a_run_that_is_painted_is_that_of_its_checkpoint()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await studio.CreateAsync(("steps", "100000"), ("size", "160"));
        while ((await studio.GetAsync(run.Id)).Run.Frame == 0)
            await Task.Delay(30, Studio.Cancellation);

        (_, JsonElement plan) = await studio.PostAsync(
            $"/api/runs/{run.Id}/continuation", new { options = new { strength = 80 } });

        Assert.Equal("checkpoint", plan.GetProperty("from").GetString());
        Assert.InRange(plan.GetProperty("steps").GetInt32(), 50_000, 99_999);
        Assert.Equal("running", (await studio.GetAsync(run.Id)).Run.State);
    }

    [Fact]
    public async Task Plan_of_a_run_without_a_picture_is_a_conflict()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView run = await studio.CreateAsync();

        (int status, JsonElement problem) = await studio.PostAsync($"/api/runs/{run.Id}/continuation", Stronger);

        Assert.Equal(
            (409, "The run has no picture yet to continue from."), (status, problem.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task Details_have_the_runs_before_and_after()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        Guid[] line = [(await studio.CreateAsync()).Id, Guid.Empty, Guid.Empty];
        for (int i = 1; i < line.Length; i++)
            line[i] = (await studio.PostAsync($"/api/runs/{line[i - 1]}/again")).Answer.GetProperty("id").GetGuid();

        RunDetails last = await studio.GetAsync(line[2]), middle = await studio.GetAsync(line[1]);

        Assert.Equal(line[..2], last.Ancestors.Select(run => run.Id));
        Assert.Empty(last.Successors);
        Assert.Equal((line[0], line[2]), (middle.Ancestors.Single().Id, middle.Successors.Single().Id));
        await studio.Http.DeleteAsync($"/api/runs/{line[0]}", Studio.Cancellation);
        Assert.Equal([line[1]], (await studio.GetAsync(line[2])).Ancestors.Select(run => run.Id));
    }

    private static StudioRun Run(RunStatus status, RunProgress? progress = null) => new()
    {
        Id = Guid.NewGuid(),
        Status = status,
        Recipe = TestRuns.Recipe() with { Options = new Dictionary<string, string> { ["steps"] = "30,20,10" } },
        Created = 1,
        Progress = progress,
        Frame = 1,
    };
}
