using Impasto.Imaging;
using Impasto.Tests;
using Impasto.Tests.Clips;
using Impasto.Video.Shots;

namespace Impasto.Video.Tests.Shots;

public sealed class ShotDetectorTests
{
    private static readonly PictureSize s_size = new(128, 96);
    private static readonly LayeredScene s_one = LayeredScene.Bars(s_size, 1), s_other = LayeredScene.Bars(s_size, 20);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(1, 4)]
    public void Cut_is_found_at_its_frame_and_motion_is_not_one(double speed, double noise)
    {
        RenderedShot first = new(s_one, 12) { Speed = speed, Noise = noise };
        RenderedShot second = new(s_other, 9) { Speed = speed, Noise = noise };

        IReadOnlyList<Shot> shots = Find(first.Frames().Concat(second.Frames()));

        Assert.Equal([(0, 12), (12, 9)], shots.Select(shot => (shot.First, shot.Count)));
    }

    [Fact]
    public void Cut_to_the_same_scene_at_another_time_is_found()
    {
        RenderedShot first = new(s_one, 8), second = new(s_one, 8) { Start = 30 };

        Assert.Equal([0, 8], Find(first.Frames().Concat(second.Frames())).Select(shot => shot.First));
    }

    public static TheoryData<string> Planted =>
        ["dissolve", "fade to black and back", "quick fade", "flash", "flashes"];

    // None of these clips has a cut.
    [Theory]
    [MemberData(nameof(Planted))]
    public void Fade_and_flash_are_not_cuts(string kind)
    {
        RenderedShot shot = new(s_one, 24), other = new(s_other, 24);
        IEnumerable<Picture> frames = kind switch
        {
            "dissolve" => shot.Frames().Take(8)
                .Concat(RenderedShot.Dissolve(shot with { Start = 9 }, other, 10)).Concat(other.Frames().Skip(10)),
            "fade to black and back" => (shot with { Light = i => Math.Abs(i - 12) / 12.0 }).Frames(),
            "quick fade" => (shot with { Light = i => Math.Clamp((i - 8) / 5.0, 0, 1) }).Frames(),
            "flash" => (shot with { Light = i => i == 12 ? 3 : 1 }).Frames(),
            _ => (shot with { Light = i => i % 7 is 3 or 4 ? 2.5 : 1 }).Frames(),
        };

        Assert.Single(Find(frames));
    }

    [Fact]
    public void Cut_after_a_flash_is_found()
    {
        RenderedShot first = new(s_one, 10) { Light = i => i == 5 ? 3 : 1 }, second = new(s_other, 10);

        Assert.Equal([0, 10], Find(first.Frames().Concat(second.Frames())).Select(shot => shot.First));
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, 2, true)]
    [InlineData(1, 0, false)]
    [InlineData(0.5, 2, false)]
    public void Camera_at_rest_is_recognised(double speed, double noise, bool isStatic)
    {
        Shot shot = Assert.Single(Find(new RenderedShot(s_one, 10) { Speed = speed, Noise = noise }.Frames()));

        Assert.Equal(isStatic, shot.IsStatic);
    }

    [Fact]
    public void Flower_that_moves_before_a_camera_at_rest_leaves_the_shot_static()
    {
        LayeredScene scene = new(s_size, Texture.Landscape(s_size, 1), Texture.Petals(s_size, 2))
        {
            Front = LayeredScene.Bars(s_size).Front,
        };

        Assert.True(Assert.Single(Find(new RenderedShot(scene, 10).Frames())).IsStatic);
    }

    [Fact]
    public void Clip_without_frames_has_no_shots_and_one_frame_is_a_shot()
    {
        Assert.Empty(new ShotDetector().Shots());
        Assert.Equal(new Shot(0, 1, 0), Assert.Single(Find([TestPictures.Flat(9, 3, 0.5f)])));
    }

    [Fact]
    public void Options_out_of_range_are_refused() => Assert.Throws<InvalidOptionsException>(
        () => new ShotDetector(new ShotOptions { Window = 0 }));

    private static IReadOnlyList<Shot> Find(IEnumerable<Picture> frames)
    {
        ShotDetector detector = new();
        foreach (Picture frame in frames)
            detector.Add(frame);
        return detector.Shots();
    }
}
