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
        RecordedRegion region = RegionWords.Parse(text);

        RecordedStyle? own = region.Styles.SingleOrDefault();
        Assert.Equal(new RecordedMask(new RecordedPicture(mask), color), region.Mask);
        Assert.Equal(style, own?.Picture.Name);
        Assert.Equal(styleMask, own?.Mask is { } part ? MaskWords.Of(part) : null);
        Assert.Equal(text.ToUpperInvariant(), RegionWords.Of(region).ToUpperInvariant());
    }
}
