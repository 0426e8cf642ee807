using Impasto.Studio.Runs;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests.Batches;

/// <summary>How far a batch is, by hand.</summary>
public sealed class BatchFiguresTests
{
    [Fact]
    public void Progress_is_the_mean_of_the_runs_and_every_end_counts()
    {
        StudioRun[] runs =
        [
            Run(RunStatus.Done), Run(RunStatus.Failed), Run(RunStatus.Queued),
            Run(RunStatus.Running, new RunProgress { Step = 1, TotalSteps = 4 }),
        ];

        Assert.Equal((1 + 1 + 0 + 0.25) / 4, BatchFigures.Progress(runs));
    }

    [Fact]
    public void Share_of_a_clip_is_that_of_its_frames()
    {
        var at = new RunProgress { Frame = 3, Frames = 4, Step = 5, TotalSteps = 10 };

        Assert.Equal(2.5 / 4, at.Share());
    }

    // One is done after 30 s; the one that is painted has 20 s left of 30; the one that waits has twice the pixels.
    [Fact]
    public void Time_left_is_what_is_left_of_the_painted_ones_and_that_of_their_pixels_for_the_rest()
    {
        StudioRun[] runs =
        [
            Run(RunStatus.Done, new RunProgress { Seconds = 30 }),
            Run(RunStatus.Running, new RunProgress { Seconds = 10, SecondsLeft = 20 }),
            Run(RunStatus.Queued, height: 20),
            Run(RunStatus.Paused), Run(RunStatus.Cancelled),
        ];

        Assert.Equal(20 + 60, BatchFigures.SecondsLeft(runs)!.Value, 1e-9);
        // Two are painted at the same time.
        Assert.Equal((20 + 20 + 60) / 2.0, BatchFigures.SecondsLeft([.. runs, runs[1]])!.Value, 1e-9);
    }

    [Fact]
    public void Time_left_is_unknown_before_the_first_step_and_nothing_at_the_end()
    {
        Assert.Null(BatchFigures.SecondsLeft([Run(RunStatus.Queued), Run(RunStatus.Running)]));
        Assert.Equal(0, BatchFigures.SecondsLeft([Run(RunStatus.Done), Run(RunStatus.Paused)]));
    }

    private static StudioRun Run(RunStatus status, RunProgress? progress = null, int height = 10) => new()
    {
        Id = Guid.NewGuid(),
        Status = status,
        Recipe = TestRuns.Recipe() with { Width = 10, Height = height },
        Created = 1,
        Progress = progress,
    };
}
