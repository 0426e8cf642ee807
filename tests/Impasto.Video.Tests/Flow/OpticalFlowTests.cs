using Impasto.Imaging;
using Impasto.Tests;
using Impasto.Tests.Clips;
using Impasto.Threads;
using Impasto.Video.Flow;

namespace Impasto.Video.Tests.Flow;

public sealed class OpticalFlowTests
{
    private static readonly PictureSize s_small = new(160, 120);

    // Bars of the flow at 512 x 384. OpenCV's Farneback (0.5, 3, 15, 3, 5, 1.2) has 1.03, 2.08 and 4.51 px on the same
    // frames.
    [Theory]
    [InlineData(1, 0.25)]
    [InlineData(2, 0.35)]
    [InlineData(4, 0.5)]
    public void Rendered_scene_is_followed(double speed, double bar)
    {
        RenderedPair frames = new(LayeredScene.Bars(new PictureSize(512, 384)), speed);
        FlowPair pair = new(512, 384);
        using WorkerTeam team = new(2);

        new OpticalFlow(team: team).ComputeBoth(frames.First, frames.Second, pair);
        var score = FlowScore.Of(pair.Forward, pair.ForwardReliability, frames.Forward, frames.ForwardHidden);

        Assert.True(score.EndPointError <= bar, $"{score}");
        Assert.True(score.OverOne <= 0.05, $"{score}");
        Assert.True(score.Recall >= 0.9, $"{score}");
        Assert.True(score.Precision >= 0.6, $"{score}");
    }

    // Closed forms: without a flower the scene is one affine motion.
    [Theory]
    [InlineData(3.3, -1.6, 0, 1)]
    [InlineData(0, 0, 1.5, 1)]
    [InlineData(0, 0, 0, 1.03)]
    [InlineData(-1.2, 2.5, 1, 0.98)]
    public void Affine_motion_is_found(double shiftX, double shiftY, double turn, double zoom)
    {
        LayeredScene scene = new(s_small, Texture.Petals(s_small, 3), Texture.Petals(s_small, 4))
        {
            Radius = 0,
            Back = new Motion(80, 60) { ShiftX = shiftX, ShiftY = shiftY, Turn = turn, Zoom = zoom },
        };
        RenderedPair frames = new(scene, 1);

        FlowField flow = new OpticalFlow().Compute(frames.First, frames.Second);

        var score = FlowScore.Of(flow, [], frames.Forward, frames.ForwardHidden);
        Assert.True(score.EndPointError < 0.08, $"{score}");
    }

    [Fact]
    public void Equal_pictures_have_no_motion()
    {
        Picture frame = LayeredScene.Bars(s_small).Frame(0);

        FlowField flow = new OpticalFlow().Compute(frame, frame);

        Assert.True(flow.Horizontal.Concat(flow.Vertical).Max(Math.Abs) < 0.02);
    }

    [Fact]
    public void Refinement_and_boundaries_lower_the_error()
    {
        RenderedPair frames = new(LayeredScene.Bars(s_small), 2);

        double without = Error(new FlowOptions { Refinements = 0 }), with = Error(new FlowOptions());

        Assert.True(with < 0.8 * without, $"{with} against {without}");

        double Error(FlowOptions options) => FlowScore.Of(
            new OpticalFlow(options).Compute(frames.First, frames.Second), [], frames.Forward, frames.ForwardHidden)
            .EndPointError;
    }

    [Theory]
    [InlineData(160, 120)]
    [InlineData(67, 45)]
    public void Bits_are_the_same_for_any_number_of_threads(int width, int height)
    {
        RenderedPair frames = new(LayeredScene.Bars(new PictureSize(width, height)), 2);
        using WorkerTeam team = new(3);
        FlowPair alone = new(width, height), shared = new(width, height);

        new OpticalFlow().ComputeBoth(frames.First, frames.Second, alone);
        new OpticalFlow(team: team).ComputeBoth(frames.First, frames.Second, shared);

        Assert.Equal(alone.Forward.Horizontal, shared.Forward.Horizontal);
        Assert.Equal(alone.Forward.Vertical, shared.Forward.Vertical);
        Assert.Equal(alone.Backward.Horizontal, shared.Backward.Horizontal);
        Assert.Equal(alone.BackwardReliability, shared.BackwardReliability);
    }

    [Fact]
    public void Second_pair_of_a_size_allocates_nothing_and_does_not_depend_on_the_first()
    {
        RenderedPair frames = new(LayeredScene.Bars(new PictureSize(67, 45)), 2);
        FlowPair pair = new(67, 45), fresh = new(67, 45);
        OpticalFlow flow = new();
        flow.ComputeBoth(frames.Second, frames.First, pair);

        Assert.Equal(0, Allocations.Of(() => flow.ComputeBoth(frames.First, frames.Second, pair)));

        new OpticalFlow().ComputeBoth(frames.First, frames.Second, fresh);
        Assert.Equal(fresh.Forward.Horizontal, pair.Forward.Horizontal);
        Assert.Equal(fresh.Backward.Vertical, pair.Backward.Vertical);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    [InlineData(7, 40)]
    [InlineData(33, 17)]
    [InlineData(24, 25)]
    public void Small_pictures_have_a_finite_flow(int width, int height)
    {
        FlowPair pair = new(width, height);

        new OpticalFlow().ComputeBoth(
            TestPictures.Noise(width, height, 1), TestPictures.Noise(width, height, 2), pair);

        Assert.All(pair.Forward.Horizontal.Concat(pair.Backward.Vertical), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Flat_pictures_have_no_motion()
    {
        FlowField flow = new OpticalFlow().Compute(TestPictures.Flat(60, 50, 0.2f), TestPictures.Flat(60, 50, 0.8f));

        Assert.All(flow.Horizontal.Concat(flow.Vertical), value => Assert.Equal(0, value, 3));
    }

    [Fact]
    public void Finest_level_below_the_picture_is_enlarged()
    {
        RenderedPair frames = new(LayeredScene.Bars(s_small), 1);

        FlowField flow =
            new OpticalFlow(new FlowOptions { FinestLevel = 1 }).Compute(frames.First, frames.Second);

        Assert.True(FlowScore.Of(flow, [], frames.Forward, frames.ForwardHidden).EndPointError < 0.4);
    }

    [Fact]
    public void Pictures_of_two_sizes_are_refused() => Assert.Throws<ArgumentException>(
        () => new OpticalFlow().Compute(TestPictures.Flat(8, 8, 0), TestPictures.Flat(8, 9, 0)));

    [Fact]
    public void Options_out_of_range_are_all_named()
    {
        var failure = Assert.Throws<InvalidOptionsException>(() => new OpticalFlow(
            new FlowOptions { FinestLevel = 5, Sweeps = 0, Smoothness = double.NaN }));

        Assert.Equal(["finest-level", "sweeps", "smoothness"], failure.Problems.Select(problem => problem.Option));
    }
}
