using Impasto.Imaging;
using Impasto.Runs;

namespace Impasto.Tests.Runs;

public sealed class RunPicturesTests
{
    // Left half dark, right half bright, each with a little noise.
    private static readonly Picture Content = Halves(0.2f, 0.8f);
    private static readonly WeightedStyle[] Styles = [new WeightedStyle(TestPictures.Noise(9, 9, 1))
    {
        FineStrokes = TestPictures.Noise(7, 7, 2),
    }];

    private static readonly StylizeRegion Left = new(
        new Mask(20, 10, [.. Enumerable.Range(0, 200).Select(i => i % 20 < 10 ? 1f : 0)]), Styles);

    [Theory]
    [InlineData(ColorMode.Match)]
    [InlineData(ColorMode.Content)]
    public void Prepare_gives_each_regions_style_the_colours_of_that_region(ColorMode mode)
    {
        var pictures = RunPictures.Prepare(
            new StylizeTask(
                Content,
                Styles,
                new StylizeOptions { Color = new() { Mode = mode }, Feather = 0 }) { Regions = [Left] });

        Assert.Equal(0.2, Mean(pictures.Regions[0].Styles[0].Picture), 0.02);
        Assert.Equal(0.2, Mean(pictures.Regions[0].Styles[0].FineStrokes!), 0.02);
        Assert.Equal(0.8, Mean(pictures.Styles[0].Picture), 0.02);
    }

    [Fact]
    public void Prepare_with_the_paintings_colours_changes_nothing()
    {
        var pictures = RunPictures.Prepare(new StylizeTask(Content, Styles, new StylizeOptions()) { Regions = [Left] });

        Assert.Same(Content, pictures.Content);
        Assert.Same(Styles[0].Picture, pictures.Styles[0].Picture);
    }

    [Fact]
    public void Prepare_brightness_only_makes_the_content_grey()
    {
        Picture grey = RunPictures.Prepare(
            new StylizeTask(TestPictures.Noise(4, 4, 1), Styles, new StylizeOptions
            {
                Color = new() { Mode = ColorMode.Content },
            })).Content;

        Assert.Equal(grey.Pixels[..16], grey.Pixels[16..32]);
        Assert.Equal(grey.Pixels[..16], grey.Pixels[32..]);
    }

    private static double Mean(Picture picture) => picture.Pixels.Average(value => (double)value);

    private static Picture Halves(float left, float right)
    {
        var random = new Random(4);
        return new Picture(
            20,
            10,
            [.. Enumerable.Range(0, 600).Select(
                i => (i % 20 < 10 ? left : right) + (0.05f * (random.NextSingle() - 0.5f)))]);
    }
}
