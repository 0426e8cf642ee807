using Impasto.Color;
using Impasto.Imaging;

namespace Impasto.Cli.Tests.Commands;

/// <summary>Regions of pictures, and the commands that take only content or only style.</summary>
[Collection("libtorch")]
public sealed class RegionTests : IDisposable
{
    private static readonly string[] Quick = ["--network", "compact", "--threads", "1", "--steps", "2"];

    private readonly CliRun _cli = new();

    public RegionTests()
    {
        PictureWriter.Write(Halves(), _cli.File("left.png"));
        PictureWriter.Write(Map(), _cli.File("map.png"));
    }

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("left.png", true)]
    [InlineData("left.png#black", false)]
    [InlineData("map.png#ff0000", true)]
    [InlineData("map.png#0000ff", false)]
    public async Task Region_to_keep_is_the_content_there(string mask, bool left)
    {
        Assert.Equal(0, await _cli.StylizeAsync(
            [
                "--size", "48", "--min-size", "0", "--depth", "16", "--region", $"{_cli.File(mask)}=keep",
                "--feather", "0",
            ]));

        Picture content = _cli.Read("photo.png"), result = _cli.Read("result.png");
        int same = 0, other = 0;
        for (int i = 0; i < content.Pixels.Length; i++)
        {
            bool equal = Math.Abs(content.Pixels[i] - result.Pixels[i]) < 1e-4;
            if (i % 48 < 24 == left)
                Assert.True(equal);
            else if (equal)
                same++;
            else
                other++;
        }

        Assert.True(other > 20 * same, $"{other} changed, {same} not");
    }

    [Theory]
    [InlineData(0, "0 % of the picture", "has 0 % of the picture: its mask selects nothing.")]
    [InlineData(48, "100 % of the picture", "has 100 % of the picture: nothing is left for the rest.")]
    [InlineData(12, "25 % of the picture", null)]
    public async Task Region_share_is_printed_with_a_note_at_the_ends(int columns, string share, string? note)
    {
        string mask = _cli.Draw("mask.png", (x, _, _) => x < columns ? 1 : 0);

        Assert.Equal(0, await _cli.StylizeAsync("--region", $"{mask}=keep"));

        Assert.Contains($"Region   {mask}: unchanged, {share}\n", _cli.Out.Output, StringComparison.Ordinal);
        bool hasNote = _cli.Out.Output.Contains("Note     The region of ", StringComparison.Ordinal);
        Assert.Equal(note is not null, hasNote);
        if (note is not null)
            Assert.Contains($"Note     The region of '{mask}' {note}\n", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "25 % of the picture", "")]
    [InlineData(9, "1 % of the picture", "")]
    [InlineData(3, "0 % of the picture", "its brightest value is 3 of 255")]
    public async Task Region_of_a_segmentation_tool_is_understood_or_explained(int value, string share, string note)
    {
        // Zeros and ones are a mask; other small numbers are numbers of classes.
        string mask = _cli.Draw("mask.png", (x, _, _) => x < 12 ? value / 255f : 0);

        Assert.Equal(0, await _cli.StylizeAsync("--region", $"{mask}=keep"));

        Assert.Contains(share, _cli.Out.Output, StringComparison.Ordinal);
        Assert.Contains(note, _cli.Out.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Region_names_with_equals_and_hash_are_files_if_they_exist()
    {
        Directory.CreateDirectory(_cli.File("a=b"));
        string mask = _cli.Draw("a=b/m=1#black.png", (x, _, _) => x < 24 ? 1 : 0);
        string style = _cli.Draw("a=b/s=keep.png", (x, y, _) => (x + y) % 2);

        Assert.Equal(0, await _cli.StylizeAsync("--region", $"{mask}=keep", "-o", _cli.File("1.png")));
        Assert.Equal(0, await _cli.StylizeAsync("--region", $"{mask}={style}", "-o", _cli.File("2.png")));
        Assert.Equal(0, await _cli.StylizeAsync("--region", $"{mask}#black={style}={mask}", "-o", _cli.File("3.png")));

        Assert.Contains($"Region   {mask}: unchanged, 50 %", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Contains($"Region   {mask}: {style}, 50 %", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Contains(
            $"Region   {mask}#black: {style}, its part {mask}, 50 %", _cli.Out.Output, StringComparison.Ordinal);
    }

    // The second frame is white in its left half.
    [Theory]
    [InlineData("#page=2=keep", "unchanged, 50 %")]
    [InlineData("#page=2#black=keep", "unchanged, 50 %")]
    [InlineData("#page=1=keep", "unchanged, 0 %")]
    [InlineData("#page=2=30", "at strength 30, 50 %")]
    [InlineData("#page=2=STYLE#page=1", "STYLE#page=1, 50 %")]
    [InlineData("#page=2=STYLE#page=1=STYLE#page=2", "STYLE#page=1, its part STYLE#page=2, 50 %")]
    public async Task Region_names_pages_of_files(string words, string expected)
    {
        string frames = _cli.DrawFrames("frames.gif");

        Assert.Equal(0, await _cli.StylizeAsync(
            "--steps", "0", "--region", frames + words.Replace("STYLE", frames, StringComparison.Ordinal)));

        string part = expected.Replace("STYLE", frames, StringComparison.Ordinal);
        Assert.Contains(part, _cli.Out.Output, StringComparison.Ordinal);
        Assert.Equal("", _cli.Problem);
    }

    [Fact]
    public async Task Region_with_a_style_and_its_mask_is_printed_and_replayed_bit_for_bit()
    {
        string left = _cli.File("left.png");
        Assert.Equal(0, await _cli.StylizeAsync(
            "--region", $"{left}={_cli.Checks}={left}#black", "--style-mask", left, "--fine-style", _cli.Checks));
        Assert.Contains(
            $"Region   {left}: {_cli.Checks}, its part {left}#black, 50 % of the picture\n",
            _cli.Out.Output,
            StringComparison.Ordinal);
        Assert.Contains($"Strokes  {_cli.Checks}\n", _cli.Out.Output, StringComparison.Ordinal);

        Assert.Equal(0, await ReplayAsync("result.png"));

        Assert.Equal(_cli.Read("result.png").Pixels, _cli.Read("again.png").Pixels);
    }

    [Fact]
    public async Task Style_region_is_the_rectangle_cut_out_beforehand()
    {
        PictureWriter.Write(_cli.Read("waves.png").Crop(8, 4, 30, 20), _cli.File("cut.png"));
        Assert.Equal(0, await _cli.StylizeAsync("--style-region", "8,4,30,20"));
        Assert.Equal(0, await _cli.RunAsync([
            "stylize", _cli.Photo, _cli.File("cut.png"), .. Quick, "--size", "32", "-o", _cli.File("cut_result.png")]));

        Assert.Equal(_cli.Read("cut_result.png").Pixels, _cli.Read("result.png").Pixels);
    }

    [Theory]
    [InlineData(
        "--region sky.png",
        "--region: expected MASK=STYLE, MASK=STYLE=STYLEMASK, MASK=STRENGTH or MASK=keep, got 'sky.png'.")]
    [InlineData(
        "--region =a.png",
        "--region: expected MASK=STYLE, MASK=STYLE=STYLEMASK, MASK=STRENGTH or MASK=keep, got '=a.png'.")]
    [InlineData("--style-region 1,2,3", "--style-region: expected x,y,w,h in pixels of the painting, got '1,2,3'.")]
    [InlineData("--style-region 1,2,0,3", "--style-region: expected x,y,w,h in pixels of the painting, got '1,2,0,3'.")]
    [InlineData("c.png --style-region 1,2,3,4", "--style-region: expected one style, got 2.")]
    [InlineData("c.png --style-mask m.png", "--style-mask: expected one style, got 2.")]
    [InlineData("--style-mask m.png --style-region 1,2,3,4", "Expected --style-mask or --style-region, got both.")]
    [InlineData("--continue r.png --init noise", "Expected --continue or --init, got both.")]
    [InlineData("--continue r.png --min-size 100", "Expected --continue or --min-size, got both.")]
    [InlineData(
        "--style-loss moments --convention notebook",
        "--style-loss: expected gram with convention notebook, got 'moments'.")]
    public async Task Stylize_invalid_words_give_2_and_one_sentence(string words, string sentence)
    {
        Assert.Equal(2, await _cli.RunAsync(["stylize", "a.png", "b.png", .. words.Split(' ')]));

        Assert.Equal(sentence, _cli.Problem);
    }

    [Fact]
    public async Task Style_region_beyond_the_painting_gives_2_and_its_size()
    {
        Assert.Equal(2, await _cli.StylizeAsync("--style-region", "8,4,41,20"));

        Assert.Equal(
            $"--style-region: expected a rectangle inside '{_cli.Waves}', which is 48 x 40, got '8,4,41,20'.",
            _cli.Problem);
    }

    [Fact]
    public async Task Mask_that_is_missing_gives_1_and_its_name()
    {
        Assert.Equal(1, await _cli.StylizeAsync("--region", $"{_cli.File("none.png")}=keep"));

        Assert.Contains("none.png", _cli.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Continue_starts_at_the_last_scale_with_its_number_of_steps()
    {
        Assert.Equal(0, await _cli.StylizeAsync("--size", "64", "--steps", "9,1,2", "--continue", _cli.Checks));

        Assert.Contains("Step 2 of 2  64 x 53", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texture_has_the_shape_of_the_painting_and_is_replayed()
    {
        Assert.Equal(
            0, await _cli.RunAsync(["texture", _cli.Waves, .. Quick, "--size", "40", "-o", _cli.File("t.png")]));
        Assert.StartsWith($"Texture  40 x 33\nStyle    {_cli.Waves}\n", _cli.Out.Output, StringComparison.Ordinal);

        Assert.Equal(0, await ReplayAsync("t.png"));

        Assert.Equal(_cli.Read("t.png").Pixels, _cli.Read("again.png").Pixels);
    }

    [Fact]
    public async Task Reconstruct_takes_no_style_and_is_replayed()
    {
        Assert.Equal(2, await _cli.RunAsync("reconstruct", _cli.Photo, _cli.Waves));
        Assert.Equal(
            0, await _cli.RunAsync(["reconstruct", _cli.Photo, .. Quick, "--size", "40", "-o", _cli.File("c.png")]));

        Assert.Equal(0, await ReplayAsync("c.png"));

        Assert.Equal(_cli.Read("c.png").Pixels, _cli.Read("again.png").Pixels);
    }

    [Fact]
    public async Task Blend_luminance_has_the_colours_of_the_photograph_at_the_results_size()
    {
        Assert.Equal(0, await _cli.RunAsync([
            "blend", _cli.Checks, _cli.Photo, "--mode", "luminance", "-o", _cli.File("b.png"), "--depth", "16"]));

        Picture expected = Luminance.Join(_cli.Read("checks.png"), _cli.Read("photo.png"));
        Assert.Equal(
            expected.Pixels.Select(value => Math.Clamp(value, 0, 1)),
            _cli.Read("b.png").Pixels,
            (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public async Task Blend_wrong_mode_or_existing_file_changes_nothing()
    {
        Assert.Equal(2, await _cli.RunAsync(
            "blend", _cli.Checks, _cli.Photo, "--mode", "half", "-o", _cli.File("b.png")));
        Assert.Equal(1, await _cli.RunAsync("blend", _cli.Checks, _cli.Photo, "-o", _cli.Waves));

        Assert.DoesNotContain("b.png", _cli.Names());
    }

    private Task<int> ReplayAsync(string name) =>
        _cli.RunAsync("replay", _cli.File(name), "-o", _cli.File("again.png"), "--threads", "1");

    private static Picture Halves() => Draw((x, _) => x < 24 ? 1 : 0);

    // The left half is red, the right half is blue.
    private static Picture Map() => Draw((x, c) => c == 0 && x < 24 || c == 2 && x >= 24 ? 1 : 0);

    private static Picture Draw(Func<int, int, float> value) => new(
        48,
        40,
        [
            .. from c in Enumerable.Range(0, 3)
               from y in Enumerable.Range(0, 40)
               from x in Enumerable.Range(0, 48)
               select value(x, c),
        ]);
}
