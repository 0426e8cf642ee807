using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Tests;
using Impasto.Tests.Clips;
using Impasto.Video.Flow;
using Impasto.Video.Frames;
using Impasto.Video.Painting;

namespace Impasto.Video.Tests.Painting;

public sealed class VideoStylizerTests
{
    private static readonly PictureSize s_size = new(96, 72);
    private static readonly Network s_network = NetworkCatalog.Compact().Network;
    private static readonly WeightedStyle s_style = new(LayeredScene.Bars(new PictureSize(80, 64), 40).Frame(3));
    private static readonly LayeredScene s_scene = LayeredScene.Bars(s_size);
    private static readonly StylizeOptions s_recipe = new()
    {
        Sizing = new SizingOptions { Size = 96, MinSize = 48 },
        Steps = [12, 10],
    };

    private static readonly VideoOptions s_quick = new() { Steps = 6, CoarseSteps = 3 };

    [Fact]
    public void First_frame_of_every_shot_is_the_picture_to_the_bit()
    {
        RenderedShot second = new(LayeredScene.Bars(s_size, 20), 4);
        Picture[] frames = [.. new RenderedShot(s_scene, 4).Frames(), .. second.Frames()];

        (ClipOfPictures.Target target, _) = Paint(Task(frames));

        Assert.Equal(8, target.Frames.Count);
        Assert.Equal(Alone(frames[0]).Pixels, target.Frames[0].Pixels);
        Assert.Equal(Alone(frames[4]).Pixels, target.Frames[4].Pixels);
        Assert.NotEqual(Alone(frames[5]).Pixels, target.Frames[5].Pixels);
    }

    // Measured: 0.38 of independent frames. So small a picture with so few steps flickers little by itself: the aim at
    // 512 pixels, 0.1, is not shown here. A frozen or blurred clip would fail the sharpness.
    [Fact]
    public void Moving_scene_is_steadier_than_independent_pictures_and_as_sharp()
    {
        RenderedShot shot = new(s_scene, 6);
        Picture[] frames = [.. shot.Frames()];

        (ClipOfPictures.Target target, _) = Paint(Task(frames) with { Video = new VideoOptions() });
        Picture[] alone = [.. frames.Select(Alone)];

        double error = ClipScore.WarpingError(target.Frames, Truth);
        double independent = ClipScore.WarpingError(alone, Truth);
        double own = ClipScore.WarpingError(frames, Truth);
        double sharpness = target.Frames.Average(ClipScore.Sharpness) / alone.Average(ClipScore.Sharpness);
        string all = $"{error:G3}, independent {independent:G3}, clip {own:G3}, sharpness {sharpness:F3}";
        TestContext.Current.SendDiagnosticMessage(all);
        Assert.True(error < 0.5 * independent, all);
        Assert.True(sharpness >= 0.9, all);

        (FlowField, bool[]) Truth(int number) => (
            s_scene.Flow(1 + number, 2 + number), s_scene.Hidden(1 + number, 2 + number));
    }

    [Fact]
    public void Camera_at_rest_keeps_the_bits_of_what_does_not_move()
    {
        LayeredScene scene = new(s_size, Texture.Landscape(s_size, 1), Texture.Petals(s_size, 2))
        {
            Front = new Motion(40, 40) { ShiftX = 2 },
        };
        Picture[] frames = [.. new RenderedShot(scene, 5).Frames()];
        frames[3] = frames[2];

        (ClipOfPictures.Target target, List<VideoProgress> progress) = Paint(Task(frames));

        Assert.Same(target.Frames[2], target.Frames[3]);
        Assert.All(new[] { 1, 2, 4 }, number => Assert.InRange(progress[number].StillShare, 0.5, 0.95));
        int same = target.Frames[0].Pixels.Zip(target.Frames[4].Pixels).Count(pair => pair.First == pair.Second);
        Assert.InRange(same / (3.0 * s_size.Pixels), 0.4, 0.95);
        Assert.True(ClipScore.Drift(target.Frames[0], target.Frames[4]) < 2);
    }

    // Before: frames that are painted by themselves move by 16 levels.
    [Fact]
    public void Noise_on_a_picture_at_rest_does_not_move_it()
    {
        RenderedShot shot = new(s_scene, 5) { Speed = 0, Noise = 2 };

        (ClipOfPictures.Target target, _) = Paint(Task([.. shot.Frames()]));

        Assert.All(
            Enumerable.Range(1, 4),
            number => Assert.InRange(ClipScore.Levels(target.Frames[number - 1], target.Frames[number]), 0, 1.5));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Clip_goes_on_after_any_frame_with_the_same_bits(bool isMatched)
    {
        RenderedShot second = new(LayeredScene.Bars(s_size, 20), 2);
        Picture[] frames = [.. new RenderedShot(s_scene, 6).Frames(), .. second.Frames()];
        StylizeOptions recipe = isMatched
            ? s_recipe with { Color = new ColorOptions { Mode = ColorMode.Match } }
            : s_recipe;
        VideoTask task = Task(frames) with { Options = recipe };
        List<Picture> undisturbed = Paint(task).Target.Frames;
        using ScratchFolder scratch = new();
        VideoTask kept = task with { CheckpointFolder = scratch.File("state") };

        List<Picture> disturbed = [];
        while (disturbed.Count < frames.Length)
        {
            // The second frame of every run is lost on its way to the target.
            ClipOfPictures.Target target = new(failsAfter: 1);
            try
            {
                _ = Stylizer().Run(kept, target);
            }
            catch (FileException)
            {
                Assert.Equal(disturbed.Count + 1, VideoStylizer.FramesDone(kept.CheckpointFolder!));
            }

            disturbed.AddRange(target.Frames);
        }

        Assert.Equal(undisturbed.Count, disturbed.Count);
        Assert.All(undisturbed.Zip(disturbed), pair => Assert.Equal(pair.First.Pixels, pair.Second.Pixels));
        VideoStylizer.Forget(kept.CheckpointFolder!);
        Assert.Empty(scratch.Names());
    }

    [Fact]
    public void State_of_another_recipe_is_refused()
    {
        using ScratchFolder scratch = new();
        VideoTask task = Task([s_scene.Frame(1)]) with { CheckpointFolder = scratch.File("state") };
        _ = Paint(task);

        ClipException failure = Assert.Throws<ClipException>(
            () => Paint(task with { Options = s_recipe with { Steps = [11, 10] } }));

        Assert.Contains("another clip or recipe", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelled_clip_keeps_its_frames()
    {
        using CancellationTokenSource source = new();
        ClipOfPictures.Target target = new();
        Ear listener = new(progress =>
        {
            if (progress is { Frame: 3, Step: not null })
                source.Cancel();
        });

        VideoResult result = Stylizer().Run(
            Task([.. new RenderedShot(s_scene, 5).Frames()]), target, listener, source.Token);

        Assert.Equal((StylizeOutcome.Cancelled, 2, 2), (result.Outcome, result.Frames, target.Frames.Count));
    }

    [Fact]
    public void Frames_are_reported_with_the_time_left()
    {
        (_, List<VideoProgress> progress) = Paint(Task([.. new RenderedShot(s_scene, 4).Frames()]));

        Assert.Equal([1, 2, 3, 4], progress.Select(frame => frame.Frame));
        Assert.All(progress, frame => Assert.True(frame is { Frames: 4, Shot: 1, Picture: not null }));
        Assert.All(progress.SkipLast(1), frame => Assert.True(frame.RemainingSeconds > 0));
        Assert.Equal(0, progress[^1].RemainingSeconds);
        Assert.Equal(1, progress[0].NewShare);
    }

    [Fact]
    public void Plan_counts_frames_and_does_not_grow_with_the_clip()
    {
        VideoTask task = Task([s_scene.Frame(1)]) with { CheckpointFolder = "state" };
        ClipSurvey few = new(10, s_size, [new Video.Shots.Shot(0, 10, 0)]);
        ClipSurvey many = new(1000, s_size, [new Video.Shots.Shot(0, 500, 0), new Video.Shots.Shot(500, 500, 0)]);

        VideoPlan one = Stylizer().Plan(task, few), other = Stylizer().Plan(task, many);

        Assert.Equal((10, 1, s_size), (one.Frames, one.Shots, one.Size));
        Assert.Equal((one.Bytes, one.DiskBytes), (other.Bytes, other.DiskBytes));
        Assert.True(other.Multiplications > 50 * one.Multiplications);
        Assert.True(one.Next.Multiplications < one.First.Multiplications);
        Assert.True(one.Seconds(1e9) > one.Multiplications / 1e9);
    }

    [Fact]
    public void Recipe_that_a_clip_can_not_have_is_refused()
    {
        VideoTask task = Task([s_scene.Frame(1)]) with
        {
            Options = s_recipe with { Color = new ColorOptions { Mode = ColorMode.Tint } },
        };

        Assert.Equal("color: expected another for a clip, got 'tint'.", Assert.Single(task.Validate()).ToString());
        Assert.Throws<InvalidOptionsException>(() => Paint(task));
    }

    [Fact]
    public void Clip_without_frames_is_refused() => Assert.Throws<ClipException>(() => Paint(Task([])));

    // The photograph's colours, and a size with what is added around it.
    [Fact]
    public void Frame_in_the_photographs_colours_and_padded_is_the_picture_to_the_bit()
    {
        StylizeOptions recipe = s_recipe with
        {
            Color = new ColorOptions { Mode = ColorMode.Content },
            Sizing = s_recipe.Sizing with { Size = TargetSize.Exact(96, 96), Framing = FramingMode.Pad },
        };
        Picture[] frames = [.. new RenderedShot(s_scene, 3).Frames()];

        (ClipOfPictures.Target target, _) = Paint(Task(frames) with { Options = recipe });

        using Stylizer stylizer = new(s_network, new CpuDevice(2));
        Assert.Equal(stylizer.Run(frames[0], [s_style], Unsplit(recipe)).Picture.Pixels, target.Frames[0].Pixels);
        Assert.All(target.Frames, frame => Assert.Equal(new PictureSize(96, 96), frame.Size));
        Assert.True(ClipScore.Levels(target.Frames[0], target.Frames[2]) < 20);
    }

    [Fact]
    public void Buffers_of_the_flow_take_no_more_than_is_planned()
    {
        Picture frame = s_scene.Frame(1), next = s_scene.Frame(2);
        long before = GC.GetAllocatedBytesForCurrentThread();
        FlowPair pair = new(96, 72);
        new OpticalFlow().ComputeBoth(frame, next, pair);
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;

        long planned = OpticalFlow.BytesFor(s_size);

        Assert.True(taken <= planned && planned < 2 * taken, $"{taken} taken, {planned} planned");
    }

    private static VideoTask Task(Picture[] frames) =>
        new(() => new ClipOfPictures(frames), [s_style], s_recipe) { Video = s_quick };

    private static VideoStylizer Stylizer() => new(s_network, new CpuDevice(2));

    private static (ClipOfPictures.Target Target, List<VideoProgress> Progress) Paint(VideoTask task)
    {
        ClipOfPictures.Target target = new();
        List<VideoProgress> frames = [];
        VideoResult result = Stylizer().Run(task, target, new Ear(progress =>
        {
            if (progress.Step is null)
                frames.Add(progress);
        }));
        Assert.Equal((StylizeOutcome.Completed, target.Frames.Count), (result.Outcome, result.Frames));
        return (target, frames);
    }

    private sealed class Ear(Action<VideoProgress> hear) : IProgress<VideoProgress>
    {
        public void Report(VideoProgress value) => hear(value);
    }

    private static Picture Alone(Picture frame)
    {
        using Stylizer stylizer = new(s_network, new CpuDevice(2));
        return stylizer.Run(frame, [s_style], Unsplit(s_recipe)).Picture;
    }

    // In a clip no layer is matched by itself.
    private static StylizeOptions Unsplit(StylizeOptions recipe) =>
        recipe with { Losses = recipe.Losses with { SplitSteps = 0 } };
}
