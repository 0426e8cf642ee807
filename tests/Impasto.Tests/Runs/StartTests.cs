using Impasto.Color;
using Impasto.Imaging;
using Impasto.Networks;

namespace Impasto.Tests.Runs;

public sealed class StartTests
{
    private static readonly Picture Content = TestPictures.Ramp(48, 32);

    [Fact]
    public void Varied_start_is_the_content_with_broad_patches_of_the_seed()
    {
        Picture first = Start(StartMode.Varied, 1), again = Start(StartMode.Varied, 1);
        Picture other = Start(StartMode.Varied, 2);

        Assert.Equal(first.Pixels, again.Pixels);
        double[] difference = [.. first.Pixels.Zip(Content.Pixels, (a, b) => (double)a - b)];
        // A deviation of 0.25, less what enlarging and clipping take away.
        Assert.InRange(Deviation(difference), 0.1, 0.25);
        Assert.InRange(Deviation([.. first.Pixels.Zip(other.Pixels, (a, b) => (double)a - b)]), 0.15, 0.36);
        // Neighbours are alike: patches are 3 pixels wide here.
        double[] steps = [.. difference[..48].Zip(difference[1..48], (a, b) => a - b)];
        Assert.True(Deviation(steps) < 0.8 * Deviation(difference));
    }

    [Fact]
    public void Varied_start_has_no_colour_where_only_brightness_is_painted()
    {
        Picture grey = Start(StartMode.Varied, 1, new ColorOptions { Mode = ColorMode.Content });
        Picture content = Start(StartMode.Content, 1, new ColorOptions { Mode = ColorMode.Content });

        // The result has the content's hues, whatever the patches.
        Assert.All(Enumerable.Range(0, 48 * 32), i =>
        {
            Oklab wanted = OklabPicture.Pixel(content, i), found = OklabPicture.Pixel(grey, i);
            Assert.Equal(0, (wanted.A * found.B) - (wanted.B * found.A), 1e-6);
        });
        Assert.NotEqual(content.Pixels, grey.Pixels);
    }

    private static Picture Start(StartMode mode, int seed, ColorOptions? color = null)
    {
        using var stylizer = new Stylizer(TestNetworks.Shallow(), new CpuDevice(1));
        return stylizer.Run(
            Content,
            [new WeightedStyle(TestPictures.Noise(16, 16, 3))],
            new StylizeOptions
            {
                Steps = [0],
                Color = color ?? new(),
                Sizing = new() { Size = null, MinSize = 0 },
                Start = new() { Init = mode, Seed = seed },
                Losses = new()
                {
                    StyleLayers = LayerWeights.Parse("conv1_1"),
                    Content = ContentMode.Photo, ContentLayers = LayerWeights.Parse("conv1_1"),
                },
            }).Picture;
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
