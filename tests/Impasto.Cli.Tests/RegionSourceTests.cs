namespace Impasto.Cli.Tests;

public sealed class RegionSourceTests
{
    [Theory]
    [InlineData("sky.png=starry.jpg", "sky.png", null, "starry.jpg", null)]
    [InlineData("map.png#FF0000=starry.jpg", "map.png", "ff0000", "starry.jpg", null)]
    [InlineData("sky.png#black=starry.jpg=part.png#white", "sky.png", "black", "starry.jpg", "part.png#white")]
    [InlineData("sky.png=keep", "sky.png", null, null, null)]
    [InlineData("sky.png=https://example.org/a.jpg?width=300", "sky.png", null, "https://example.org/a.jpg?width=300", null)]
    [InlineData("sky#1.png=a.jpg", "sky#1.png", null, "a.jpg", null)]
    public void Parse_reads_mask_style_and_the_styles_mask(string text, string mask, string? color, string? style, string? styleMask)
    {
        RegionSource region = RegionSource.Parse(text);

        Assert.Equal(new MaskSource(mask, color), region.Mask);
        Assert.Equal(style, region.Style);
        Assert.Equal(styleMask, region.StyleMask?.ToString());
        Assert.Equal(region, RegionSource.Parse(region.ToString()));
    }
}
