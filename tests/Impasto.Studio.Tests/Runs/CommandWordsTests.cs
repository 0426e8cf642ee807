using Impasto.Studio.Clips;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Tests.Runs;

/// <summary>Runs as calls of impasto.</summary>
public sealed class CommandWordsTests
{
    [Fact]
    public void Of_plain_run_names_photograph_and_painting() =>
        Assert.Equal("stylize photo.png painting.png", Words(TestRuns.Recipe()));

    [Theory]
    [InlineData("a=2.jpg", "stylize photo.png a=2.jpg=1")]
    [InlineData("version=0", "stylize photo.png version=0=1")]
    [InlineData("-a.jpg", "stylize photo.png ./-a.jpg")]
    [InlineData("keep", "stylize photo.png ./keep")]
    public void Of_painting_whose_name_looks_like_syntax_is_still_that_painting(string name, string expected) =>
        Assert.Equal(expected, Words(TestRuns.Recipe(name)));

    [Fact]
    public void Of_clip_is_a_call_of_video_with_its_part_and_its_steps()
    {
        var record = TestRuns.Recipe().ToCommandRecord("auto");

        Assert.Equal(
            "video photo.png painting.png --from 1.5 --to 90 --frame-steps 5 --output painted.mp4",
            string.Join(' ', CommandWords.Of(record, null, new RunClip { From = 1.5, To = 90, FrameSteps = 5 })));
        Assert.Equal(
            "video photo.png painting.png --quick --output painted.mp4",
            string.Join(' ', CommandWords.Of(record, null, new RunClip { Quick = true })));
    }

    [Fact]
    public void Of_weights_are_written_unless_1_and_0_is_left_out()
    {
        RunRecipe recipe = TestRuns.Recipe() with { Styles = [new("a", 1), new("b", 0.5), new("c", 0)] };

        Assert.Equal("stylize photo.png a b=0.5", Words(recipe));
    }

    [Theory]
    [InlineData("sky.png", "a.jpg", "stylize photo.png a.jpg --region sky.png=a.jpg")]
    [InlineData("sky=1.png", "a=2.jpg", "stylize photo.png a_2.jpg --region sky_1.png=a_2.jpg")]
    [InlineData("sky.png#black", "keep", "stylize photo.png ./keep --region sky.png_black=./keep")]
    public void Of_region_has_one_mask_and_one_painting(string mask, string painting, string expected)
    {
        RunRecipe recipe = TestRuns.Recipe(painting) with { Regions = [new RunRegion(mask, 0)] };

        Assert.Equal(expected, Words(recipe));
    }

    [Theory]
    [InlineData(0, false, "--region face.png=b.jpg=30.5")]
    [InlineData(null, true, "--region face.png=30.5")]
    public void Of_region_has_its_strength(int? style, bool isAsTheRest, string expected)
    {
        RunRecipe recipe = TestRuns.Recipe("b.jpg", "c.jpg") with
        {
            Regions = [new RunRegion("face.png", style) { IsAsTheRest = isAsTheRest, Strength = 30.5 }],
        };

        Assert.Equal($"stylize photo.png b.jpg c.jpg {expected}", Words(recipe));
    }

    [Fact]
    public void Of_time_limit_is_in_seconds() => Assert.EndsWith(
        " --time 300s",
        string.Join(' ', CommandWords.Of(TestRuns.Recipe().ToCommandRecord("auto"), 300)),
        StringComparison.Ordinal);

    [Fact]
    public void Of_region_without_a_painting_is_kept()
    {
        RunRecipe recipe = TestRuns.Recipe() with { Regions = [new RunRegion("face.png", null)] };

        Assert.Equal("stylize photo.png painting.png --region face.png=keep", Words(recipe));
    }

    [Fact]
    public void Of_run_that_continues_leaves_out_what_continue_sets()
    {
        var options = new Dictionary<string, string>
        {
            ["init"] = "noise", ["min-size"] = "0", ["seed"] = "7", ["steps"] = "5",
        };
        RunRecipe recipe = TestRuns.Recipe() with { Options = options, Continues = true };

        Assert.Equal("stylize photo.png painting.png --steps 5 --continue so-far.png", Words(recipe));
    }

    [Fact]
    public void Of_options_without_effect_are_left_out()
    {
        var options = new Dictionary<string, string> { ["color-method"] = "pca", ["feather"] = "3", ["steps"] = "7" };

        Assert.Equal("stylize photo.png painting.png --steps 7", Words(TestRuns.Recipe() with { Options = options }));
    }

    [Fact]
    public void Of_preset_and_network_are_named_unless_they_are_the_defaults() => Assert.Equal(
        "stylize photo.png painting.png --preset notebook --network vgg19",
        Words(TestRuns.Recipe() with { Preset = "notebook" }, "vgg19"));

    [Fact]
    public void Line_quotes_what_a_shell_would_change() => Assert.Equal(
        "impasto 'my photo' 'it'\\''s' plain-1.png", CommandWords.Line(["my photo", "it's", "plain-1.png"]));

    private static string Words(RunRecipe recipe, string network = "auto") =>
        string.Join(' ', CommandWords.Of(recipe.ToCommandRecord(network)));
}
