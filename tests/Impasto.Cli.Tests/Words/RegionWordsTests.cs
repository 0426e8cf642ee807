using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Records;

namespace Impasto.Cli.Tests.Words;

public sealed class RegionWordsTests
{
    [Theory]
    [InlineData("sky.png=starry.jpg", "sky.png", null, "starry.jpg", null)]
    [InlineData("map.png#FF0000=starry.jpg", "map.png", "ff0000", "starry.jpg", null)]
    [InlineData("sky.png#black=starry.jpg=part.png#white", "sky.png", "black", "starry.jpg", "part.png#white")]
    [InlineData("sky.png=keep", "sky.png", null, null, null)]
    [InlineData(
        "sky.png=https://example.org/a.jpg?width=300", "sky.png", null, "https://example.org/a.jpg?width=300", null)]
    [InlineData("sky#1.png=a.jpg", "sky#1.png", null, "a.jpg", null)]
    public void Parse_reads_mask_style_and_the_styles_mask(
        string text, string mask, string? color, string? style, string? styleMask)
    {
        RecordedRegion region = RegionWords.Parse(text, []);

        RecordedStyle? own = region.Styles.SingleOrDefault();
        Assert.Equal(new RecordedMask(new RecordedPicture(mask), color), region.Mask);
        Assert.Equal(style, own?.Picture.Name);
        Assert.Equal(styleMask, own?.Mask is { } part ? MaskWords.Of(part) : null);
        Assert.Null(region.Strength);
    }

    [Theory]
    [InlineData("face.png=30", "face.png", "own.jpg", 30)]
    [InlineData("face.png#black=0", "face.png", "own.jpg", 0)]
    [InlineData("sky.png=starry.jpg=72.5", "sky.png", "starry.jpg", 72.5)]
    [InlineData("sky.png=starry.jpg=part.png=100", "sky.png", "starry.jpg", 100)]
    [InlineData("sky.png=https://example.org/a.jpg?w=5=60", "sky.png", "https://example.org/a.jpg?w=5", 60)]
    public void Parse_number_at_the_end_is_a_strength(string text, string mask, string style, double strength)
    {
        RecordedStyle[] own = [new(new RecordedPicture("own.jpg"))];

        RecordedRegion region = RegionWords.Parse(text, own);

        Assert.Equal(mask, region.Mask.Picture.Name);
        Assert.Equal(style, region.Styles.Single().Picture.Name);
        Assert.Equal(strength, region.Strength);
    }

    [Theory]
    [InlineData("face.png=101", "--region: expected a strength from 0 to 100, got '101'.")]
    [InlineData("face.png=-1", "--region: expected a strength from 0 to 100, got '-1'.")]
    [InlineData("face.png=keep=30", "--region: keep has no strength, got 'face.png=keep=30'.")]
    public void Parse_strength_that_can_not_be_is_refused(string text, string problem) => Assert.Equal(
        problem, Assert.Throws<WrongCallException>(() => RegionWords.Parse(text, [])).Message);
}
