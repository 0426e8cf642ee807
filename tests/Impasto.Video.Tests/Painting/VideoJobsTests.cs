using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Tests;
using Impasto.Tests.Clips;
using Impasto.Video.Frames;
using Impasto.Video.Painting;
using Impasto.Video.Shots;

namespace Impasto.Video.Tests.Painting;

/// <summary>Shots side by side, and several passes over each.</summary>
public sealed class VideoJobsTests
{
    private static readonly PictureSize s_size = new(48, 40);
    private static readonly Network s_network = NetworkCatalog.Compact().Network;
    private static readonly WeightedStyle s_style = new(LayeredScene.Bars(new PictureSize(48, 40), 40).Frame(3));
    private static readonly LayeredScene[] s_scenes =
        [LayeredScene.Bars(s_size), LayeredScene.Bars(s_size, 20), LayeredScene.Bars(s_size, 33)];

    private static readonly StylizeOptions s_recipe = new()
    {
        Sizing = new SizingOptions { Size = 48, MinSize = 24 },
        Steps = [3, 3],
    };

    private static readonly VideoOptions s_quick = new() { Steps = 3, CoarseSteps = 2 };

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    public void Shots_side_by_side_have_the_bits_of_one_after_the_other(int jobs, int passes)
    {
        VideoTask task = Clip(3, 4, 2) with { Video = s_quick with { Passes = passes } };
        using ScratchFolder scratch = new();

        List<Picture> alone = Paint(task).Target.Frames;
        (ClipOfPictures.Target target, List<VideoProgress> progress) =
            Paint(task with { Jobs = jobs }, scratch.Path);

        Assert.Equal(9, alone.Count);
        AssertSame(alone, target.Frames);
        Assert.Equal(
            Enumerable.Range(1, 9), progress.Where(frame => frame.Pass == 1).Select(frame => frame.Frame).Order());
        Assert.Equal(9 * passes, progress.Count);
        Assert.Equal((0, 1), (progress[^1].RemainingSeconds, progress[^1].DoneShare));
        Assert.Equal([1, 2, 3], progress.Select(frame => frame.Shot).Distinct().Order());
        Assert.Empty(scratch.Names());
    }

    // Every run writes one frame and fails at the second; the number of jobs changes from run to run.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Clip_in_several_jobs_continues_with_the_same_bits(int passes)
    {
        Picture[] frames = Shots(3, 2, 2);
        frames[2] = frames[1];
        VideoTask task = Task(frames, 3, 2, 2) with { Video = s_quick with { Passes = passes } };
        List<Picture> undisturbed = Paint(task).Target.Frames;
        using ScratchFolder scratch = new();
        VideoTask kept = task with { CheckpointFolder = scratch.File("state") };

        List<Picture> disturbed = [];
        for (int run = 0; disturbed.Count < frames.Length; run++)
        {
            ClipOfPictures.Target target = new(failsAfter: 1);
            try
            {
                _ = Stylizer(1 + (run % 3)).Run(kept with { Jobs = 1 + (run % 3) }, target);
            }
            catch (FileException)
            {
                Assert.Equal(disturbed.Count + 1, VideoStylizer.FramesDone(kept.CheckpointFolder!));
            }

            disturbed.AddRange(target.Frames);
        }

        AssertSame(undisturbed, disturbed);
        VideoStylizer.Forget(kept.CheckpointFolder!);
        Assert.Empty(scratch.Names());
    }

    // Cancelled at every frame of every pass: what was painted is not painted again.
    [Fact]
    public void Pass_that_was_cancelled_continues_where_it_was()
    {
        VideoTask task = Clip(4) with { Video = s_quick with { Passes = 3 } };
        List<Picture> undisturbed = Paint(task).Target.Frames;
        using ScratchFolder scratch = new();
        VideoTask kept = task with { CheckpointFolder = scratch.File("state") };

        List<(int, int)> painted = [];
        ClipOfPictures.Target target = new();
        for (VideoResult? result = null; result?.Outcome != StylizeOutcome.Completed;)
        {
            using CancellationTokenSource source = new();
            result = Stylizer(1).Run(
                kept,
                target,
                new Ear(progress =>
                {
                    if (progress.Step is not null)
                        return;
                    painted.Add((progress.Pass, progress.Frame));
                    source.Cancel();
                }),
                source.Token);
        }

        Assert.Equal(
            [(1, 1), (1, 2), (1, 3), (1, 4), (2, 4), (2, 3), (2, 2), (2, 1), (3, 1), (3, 2), (3, 3), (3, 4)], painted);
        AssertSame(undisturbed, target.Frames);
    }

    [Fact]
    public void Second_pass_begins_with_the_last_frame_and_keeps_it()
    {
        VideoTask task = Clip(4);

        List<Picture> once = Paint(task).Target.Frames;
        List<Picture> twice = Paint(task with { Video = s_quick with { Passes = 2 } }).Target.Frames;

        Assert.Equal(once[3].Pixels, twice[3].Pixels);
        Assert.All(Enumerable.Range(0, 3), frame => Assert.NotEqual(once[frame].Pixels, twice[frame].Pixels));
        // As steady: with so few steps the second pass finds little to improve.
        Assert.InRange(Error(twice), 0.5 * Error(once), 1.1 * Error(once));

        double Error(List<Picture> frames) => ClipScore.WarpingError(
            frames, number => (s_scenes[0].Flow(1 + number, 2 + number), s_scenes[0].Hidden(1 + number, 2 + number)));
    }

    // Two frames may wait: the second shot's painter stops until the first shot is written.
    [Fact]
    public void Later_shot_waits_when_its_lead_is_large_enough()
    {
        VideoTask task = Clip(6, 8) with { Jobs = 2 };
        ClipSurvey survey = task.Survey!;
        using ScratchFolder scratch = new();
        VideoPlan plan = Stylizer(2).Plan(task, survey) with { Lead = 2 };
        VideoCheckpoint checkpoint = new(scratch.File("state"), "task");
        ClipOfPictures.Target target = new();
        int most = 0;
        var run = new VideoRun(task, survey, plan, checkpoint, TimeProvider.System)
        {
            MemoryLimit = 1,
            Threads = 2,
            Open = threads => new FramePainter(
                new Stylizer(s_network, new CpuDevice(threads)), s_network, task, s_size),
            // Both shots begin at once; the first one is slower, because its first frame waits.
            Progress = new Ear(progress =>
            {
                if (progress is { Step: null, Shot: 2 } && target.Frames.Count < 6)
                    most = Math.Max(most, progress.Frame - 6);
            }),
        };

        VideoResult result = run.Run(target, default);

        Assert.Equal((14, StylizeOutcome.Completed), (result.Frames, result.Outcome));
        Assert.InRange(most, 0, 2);
        AssertSame(Paint(task with { Jobs = 1 }).Target.Frames, target.Frames);
    }

    [Fact]
    public void Failure_of_one_job_ends_the_others()
    {
        Picture[] frames = Shots(4, 4);
        frames[5] = new Picture(20, 20, new float[1200]);
        VideoTask task = Task(frames, 4, 4) with { Jobs = 2 };

        ClipException failure = Assert.Throws<ClipException>(() => Paint(task));

        Assert.Equal("Frame 6 has 20 x 20 pixels, the frames before it 48 x 40.", failure.Message);
    }

    [Fact]
    public void Cancelled_clip_keeps_the_frames_of_its_first_shot()
    {
        using CancellationTokenSource source = new();
        ClipOfPictures.Target target = new();
        Ear listener = new(progress =>
        {
            if (progress is { Step: null, Shot: 1, Frame: 2 })
                source.Cancel();
        });

        VideoResult result = Stylizer(2).Run(Clip(5, 5) with { Jobs = 2 }, target, listener, source.Token);

        Assert.Equal(StylizeOutcome.Cancelled, result.Outcome);
        Assert.Equal(target.Frames.Count, result.Frames);
        Assert.InRange(result.Frames, 2, 4);
        AssertSame(Paint(Clip(5, 5)).Target.Frames[..result.Frames], target.Frames);
    }

    [Fact]
    public void Plan_counts_jobs_and_passes()
    {
        VideoTask task = Clip(1) with { CheckpointFolder = "state" };
        ClipSurvey survey = new(100, s_size, [new Shot(0, 60, 0), new Shot(60, 40, 0)]);

        VideoPlan one = Plan(task), jobs = Plan(task with { Jobs = 5 }), passes = Plan(
            task with { Video = s_quick with { Passes = 3 } });

        Assert.Equal((1, 2), (one.Jobs, jobs.Jobs));
        Assert.InRange((double)jobs.Bytes / one.Bytes, 2, 2.3);
        // 100 frames of 3 floats a pixel may wait.
        Assert.Equal((2 * one.DiskBytes) + (100 * 12 * s_size.Pixels), jobs.DiskBytes);
        Assert.Equal(one.DiskBytes + (120 * 12 * s_size.Pixels), passes.DiskBytes);
        Assert.Equal(one.Multiplications + (2 * 98 * one.Next.Multiplications), passes.Multiplications, 1.0);
        Assert.Equal(1, Plan(task with { Jobs = 2 }, one.Bytes + 1).Jobs);
        Assert.Equal(one.Next.Bytes, Plan(task with { Jobs = 2 }, one.Bytes + 1).Next.Bytes);

        VideoPlan Plan(VideoTask planned, long? limit = null) =>
            new VideoStylizer(s_network, new CpuDevice(4)) { MemoryLimit = limit ?? 1L << 32 }.Plan(planned, survey);
    }

    [Theory]
    [InlineData(0, 1, "jobs: expected 1 to 64, got 0.")]
    [InlineData(1, 21, "passes: expected 1 to 20, got 21.")]
    public void Number_that_is_out_of_range_is_refused(int jobs, int passes, string problem)
    {
        VideoTask task = Clip(1) with { Jobs = jobs, Video = s_quick with { Passes = passes } };

        Assert.Equal(problem, Assert.Single(task.Validate()).ToString());
    }

    private static Picture[] Shots(params int[] counts) =>
        [.. counts.SelectMany((count, shot) => new RenderedShot(s_scenes[shot], count).Frames())];

    private static VideoTask Clip(params int[] counts) => Task(Shots(counts), counts);

    private static VideoTask Task(Picture[] frames, params int[] counts) =>
        new(() => new ClipOfPictures(frames), [s_style], s_recipe)
        {
            Video = s_quick,
            Survey = new ClipSurvey(
                frames.Length, s_size, [.. counts.Select((count, at) => new Shot(counts[..at].Sum(), count, 0))]),
        };

    // One thread for each job, until another one ends.
    private static VideoStylizer Stylizer(int jobs, string? folder = null) =>
        new(s_network, new CpuDevice(jobs)) { TemporaryFolder = folder };

    private static (ClipOfPictures.Target Target, List<VideoProgress> Progress) Paint(
        VideoTask task, string? folder = null)
    {
        ClipOfPictures.Target target = new();
        List<VideoProgress> frames = [];
        int thread = Environment.CurrentManagedThreadId;
        _ = Stylizer(task.Jobs, folder).Run(task, target, new Ear(progress =>
        {
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            if (progress.Step is null)
                frames.Add(progress);
        }));
        return (target, frames);
    }

    private static void AssertSame(List<Picture> expected, List<Picture> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Pixels, pair.Second.Pixels));
    }

    private sealed class Ear(Action<VideoProgress> hear) : IProgress<VideoProgress>
    {
        public void Report(VideoProgress value) => hear(value);
    }
}
