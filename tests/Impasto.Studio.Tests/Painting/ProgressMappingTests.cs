using Impasto.Imaging;
using Impasto.Studio.Painting;
using Impasto.Studio.Runs;
using Impasto.Video.Painting;

namespace Impasto.Studio.Tests.Painting;

/// <summary>The library's progress as it is stored and shown.</summary>
public sealed class ProgressMappingTests
{
    [Fact]
    public void Of_takes_over_whatever_terms_there_are_with_their_weights()
    {
        StylizeProgress step = Step(new LossValue(7, [new LossPart("content", 2, 0.5), new LossPart("sparkle", 3, 2)]));

        RunProgress progress = ProgressMapping.Of(step);

        Assert.Equal([new RunLoss("content", 1), new RunLoss("sparkle", 6)], progress.Losses);
        Assert.Equal((3, 10, 1, 2), (progress.Step, progress.TotalSteps, progress.Scale, progress.Scales));
        Assert.Equal((40, 30, 7), (progress.Width, progress.Height, progress.Loss));
        Assert.Equal((2, 5, 1.5), (progress.Seconds, progress.SecondsLeft, progress.StepsPerSecond));
    }

    [Fact]
    public void Of_numbers_that_json_does_not_have_gives_0()
    {
        StylizeProgress step = Step(new LossValue(double.PositiveInfinity, [new LossPart("style", 1, double.NaN)]));

        RunProgress progress = ProgressMapping.Of(step with { RemainingSeconds = double.NaN });

        Assert.Equal((0, 0, 0), (progress.Loss, Assert.Single(progress.Losses).Value, progress.SecondsLeft));
        Assert.Equal(0, RunProgress.Parse(progress.ToJson()).Loss);
    }

    [Fact]
    public void Of_clip_counts_frames_and_keeps_the_last_step_and_the_time_left()
    {
        var frame = new VideoProgress { Frame = 2, Frames = 7, Shot = 1, Seconds = 4 };
        StylizeProgress step = Step(new LossValue(7, []));

        RunProgress first = ProgressMapping.Of(frame with { Step = step }, null);
        RunProgress done = ProgressMapping.Of(frame with { RemainingSeconds = 9 }, first);
        RunProgress next = ProgressMapping.Of(frame with { Frame = 3, Step = step }, done);

        Assert.Equal((2, 7, 3, 10, 0.0), (first.Frame, first.Frames, first.Step, first.TotalSteps, first.SecondsLeft));
        Assert.Equal((2, 10, 9.0), (done.Frame, done.Step, done.SecondsLeft));
        Assert.Equal((3, 3, 9.0, 0.0), (next.Frame, next.Step, next.SecondsLeft, next.StepsPerSecond));
    }

    private static StylizeProgress Step(LossValue loss) => new()
    {
        Step = 3,
        TotalSteps = 10,
        Scale = 1,
        Scales = 2,
        Size = new PictureSize(40, 30),
        Loss = loss,
        Seconds = 2,
        RemainingSeconds = 5,
    };
}
