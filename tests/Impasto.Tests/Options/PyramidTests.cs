using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Options;

namespace Impasto.Tests.Options;

public sealed class PyramidTests
{
    private static readonly Network Vgg = TestNetworks.Vgg();

    private static readonly SizingOptions Notebook = Presets.Notebook.Options.Sizing,
        NeuralStyle = Presets.NeuralStyle.Options.Sizing;

    [Theory]
    [InlineData(640, 432, 592, 400)] // The pair of the notebook: 400 * 640 / 432 = 592.6, rounded down.
    [InlineData(432, 640, 400, 592)]
    [InlineData(3000, 2000, 600, 400)]
    [InlineData(500, 500, 400, 400)]
    [InlineData(300, 200, 450, 300)] // Smaller than 400: the longer side becomes the shorter.
    [InlineData(200, 300, 300, 450)]
    [InlineData(83, 57, 120, 83)]
    [InlineData(401, 400, 401, 400)]
    [InlineData(400, 3, 53333, 400)]
    public void Final_notebook_rule_gives_what_torchvision_makes(
        int width, int height, int finalWidth, int finalHeight) =>
        Assert.Equal(new(finalWidth, finalHeight), Pyramid.Final(Notebook, new(width, height)));

    [Theory]
    [InlineData(1024, 768, 512, 384)]
    [InlineData(640, 427, 512, 341)] // 341.6, rounded down
    [InlineData(427, 640, 341, 512)]
    [InlineData(100, 50, 512, 256)]
    public void Final_neural_style_rule_rounds_the_shorter_side_down(
        int width, int height, int finalWidth, int finalHeight) =>
        Assert.Equal(new(finalWidth, finalHeight), Pyramid.Final(NeuralStyle, new(width, height)));

    [Theory]
    [InlineData(640, 427, 512, 342)]
    [InlineData(1, 1000, 1, 512)]
    [InlineData(1000, 1, 512, 1)]
    public void Final_smooth_rounds_to_the_nearest_and_keeps_a_pixel(
        int width, int height, int finalWidth, int finalHeight) =>
        Assert.Equal(new(finalWidth, finalHeight), Pyramid.Final(new SizingOptions(), new(width, height)));

    [Fact]
    public void Final_without_a_size_is_the_contents() =>
        Assert.Equal(new(1234, 567), Pyramid.Final(new SizingOptions { Size = null }, new(1234, 567)));

    [Theory]
    [InlineData(1500, 1000, 512, 160, 1.8)]
    [InlineData(1000, 1500, 2048, 128, 2)]
    [InlineData(777, 333, 1000, 100, 1.05)]
    [InlineData(640, 640, 161, 160, 4)]
    [InlineData(4000, 100, 3000, 64, 1.5)]
    public void Scales_rise_to_the_asked_size_by_steps_no_larger_than_the_factor(
        int width, int height, int size, int least, double factor)
    {
        var options = new StylizeOptions { Sizing = new() { Size = size, MinSize = least, ScaleFactor = factor } };

        IReadOnlyList<PictureSize> scales = Pyramid.Scales(options, Vgg, new(width, height));

        Assert.Equal(Pyramid.Final(options.Sizing, new(width, height)), scales[^1]);
        Assert.Equal(size, scales[^1].Longer);
        foreach ((PictureSize smaller, PictureSize larger) in scales.Zip(scales.Skip(1)))
        {
            Assert.True(smaller.Width <= larger.Width && smaller.Height <= larger.Height && smaller != larger);
            double growth = larger.Longer / (double)smaller.Longer;
            Assert.True(growth < factor * 1.02, $"{smaller} to {larger} is {growth} times");
        }

        // conv5_1 has a stride of 16 and gets two positions at least.
        Assert.All(scales.SkipLast(1), scale => Assert.True(scale.Shorter >= 32));
    }

    [Fact]
    public void Scales_begin_at_the_smallest_size_asked_for() =>
        Assert.Equal(new(160, 120), Pyramid.Scales(Sized(512, 160), Vgg, new(400, 300))[0]);

    [Fact]
    public void Scales_shallow_layers_allow_thinner_scales()
    {
        var deep = new StylizeOptions { Sizing = new() { Size = 512, MinSize = 64 } };
        var shallow = deep with
        {
            Losses = deep.Losses with
            {
                StyleLayers = LayerWeights.Parse("conv2_1"),
                Content = ContentMode.Photo,
                ContentLayers = LayerWeights.Parse("conv2_1"),
            },
        };

        Assert.True(Pyramid.Scales(shallow, Vgg, new(512, 100)).Count > Pyramid.Scales(deep, Vgg, new(512, 100)).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(512)]
    [InlineData(600)]
    public void Scales_without_a_smaller_size_are_one(int least) =>
        Assert.Equal([new(512, 384)], Pyramid.Scales(Sized(512, least), Vgg, new(1024, 768)));

    [Fact]
    public void Style_keeps_its_shape_and_the_scales_longer_side() =>
        Assert.Equal(new(100, 200), Pyramid.Style(new SizingOptions(), new(500, 1000), new(200, 150), new(400, 300)));

    [Fact]
    public void Style_of_its_own_size_shrinks_beside_the_picture() =>
        Assert.Equal(
            new(150, 300),
            Pyramid.Style(new SizingOptions { StyleSize = 600 }, new(500, 1000), new(200, 150), new(400, 300)));

    [Fact]
    public void Style_squashed_is_the_scale() => Assert.Equal(
        new(200, 150), Pyramid.Style(Notebook, new(500, 1000), new(200, 150), new(400, 300)));

    [Fact]
    public void Style_half_the_scale_is_half_the_size() =>
        Assert.Equal(
            new(40, 20),
            Pyramid.Style(new SizingOptions { StyleScale = 0.5 }, new(200, 100), new(80, 60), new(160, 120)));

    private static StylizeOptions Sized(int size, int least) =>
        new() { Sizing = new() { Size = size, MinSize = least } };
}
