using System.Text.Json;
using Impasto.Studio.Requests;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests;

/// <summary>Runs that a user or the end of the program interrupts, and that are resumed.</summary>
public sealed class ResumeTests
{
    private static readonly (string Name, string Value)[] Long = [("steps", "150"), ("size", "48")];

    [Fact]
    public async Task Continue_paused_run_makes_the_same_picture_as_without_a_pause()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await BegunAsync(studio, Long);
        await studio.PostAsync($"/api/runs/{run.Id}/pause");
        RunView paused = await studio.UntilAsync(run.Id, "paused", "done", "failed");
        Assert.Equal("paused", paused.State);
        Assert.InRange(paused.Progress!.Step, 1, 149);

        (int status, _) = await studio.PostAsync($"/api/runs/{run.Id}/continue");

        Assert.Equal(200, status);
        RunView done = await studio.UntilAsync(run.Id, "done", "failed");
        Assert.Equal(("done", 2, 150), (done.State, done.Attempt, done.Progress!.Step));
        await SameAsUndisturbedAsync(studio, run.Id);
        Assert.False(File.Exists(Path.Combine(studio.Settings.DataFolder, "runs", run.Id.ToString("N"), "checkpoint")));
    }

    [Fact]
    public async Task Continue_paused_run_with_another_strength_resumes_its_checkpoint_in_a_new_run()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await BegunAsync(studio, Long);
        await studio.PostAsync($"/api/runs/{run.Id}/pause");
        RunView paused = await studio.UntilAsync(run.Id, "paused");

        var changes = new RunChanges(Options: new Dictionary<string, string> { ["strength"] = "80" });
        (_, JsonElement answer) = await studio.PostAsync($"/api/runs/{run.Id}/continue", changes);

        RunView next = await studio.UntilAsync(answer.GetProperty("id").GetGuid(), "done", "failed");
        Assert.Equal(("done", "", run.Id), (next.State, next.Error, next.Parent));
        IReadOnlyList<double[]> curve = (await studio.GetAsync(next.Id)).Curve;
        Assert.True(curve[0][0] > paused.Progress!.Step - 10, "It began at the beginning.");
        Assert.Equal("paused", (await studio.GetAsync(run.Id)).Run.State);
    }

    [Fact]
    public async Task Stop_paused_run_keeps_its_picture()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await BegunAsync(studio, Long);
        await studio.PostAsync($"/api/runs/{run.Id}/pause");
        await studio.UntilAsync(run.Id, "paused");

        await studio.PostAsync($"/api/runs/{run.Id}/stop");

        Assert.Equal("stopped", (await studio.GetAsync(run.Id)).Run.State);
        Assert.NotEmpty(await studio.Http.GetByteArrayAsync($"/api/runs/{run.Id}/result.tif", Studio.Cancellation));
    }

    [Fact]
    public async Task Shutdown_interrupts_a_run_and_the_next_studio_makes_the_same_picture()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await BegunAsync(studio, Long), waiting = await studio.CreateAsync();

        await studio.RestartAsync();

        RunView done = await studio.UntilAsync(run.Id, "done", "failed");
        await studio.UntilAsync(waiting.Id, "done", "failed");
        Assert.Equal(("done", 2), (done.State, done.Attempt));
        IReadOnlyList<HistoryEntry> history = (await studio.GetAsync(run.Id)).History;
        Assert.Equal(["queued", "started", "queued", "started", "done"], history.Select(entry => entry.What));
        await SameAsUndisturbedAsync(studio, run.Id);
    }

    private static async Task SameAsUndisturbedAsync(Studio studio, Guid id)
    {
        RunView other = await studio.UntilAsync((await studio.CreateAsync(Long)).Id, "done", "failed");
        Assert.Equal(await studio.ResultAsync(other.Id), await studio.ResultAsync(id));
    }

    private static async Task<RunView> BegunAsync(Studio studio, (string Name, string Value)[] fields)
    {
        RunView run = await studio.CreateAsync(fields);
        while (run.Frame == 0 && run.State is "queued" or "running")
        {
            await Task.Delay(10, Studio.Cancellation);
            run = (await studio.GetAsync(run.Id)).Run;
            if (run.Frame > 0)
                break;
        }

        return run;
    }
}
