using Impasto.Imaging;
using Impasto.Networks;

namespace Impasto.Tests.Optimization;

public sealed class StyleCacheTests : IDisposable
{
    private static readonly StylizeOptions Options = new()
    {
        Size = null, MinSize = 0, Steps = [2], StyleLayers = LayerWeights.Parse("conv1_1,conv2_1"), ContentLayers = LayerWeights.Parse("conv2_1"),
    };

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_with_a_cache_gives_the_same_bits_and_measures_a_painting_once()
    {
        Picture painting = TestPictures.Noise(11, 9, 7);
        (float[] expected, int without) = Run(painting, Options, null);

        (float[] first, int measured) = Run(painting, Options, _folder.Path);
        (float[] second, int read) = Run(TestPictures.Noise(11, 9, 7), Options, _folder.Path);

        Assert.Equal(expected, first);
        Assert.Equal(expected, second);
        Assert.Equal((without, without - 1), (measured, read));
    }

    [Fact]
    public void Run_with_another_painting_size_layer_or_pooling_is_measured_anew()
    {
        StylizeOptions[] recipes =
        [
            Options, Options with { StyleScale = 0.8 }, Options with { StyleLayers = LayerWeights.Parse("conv2_1") }, Options with { Pooling = PoolingMode.Average },
        ];

        foreach (StylizeOptions recipe in recipes)
            CheckSame(Run(TestPictures.Noise(11, 9, 7), recipe, null), Run(TestPictures.Noise(11, 9, 7), recipe, _folder.Path));
        CheckSame(Run(TestPictures.Noise(11, 9, 8), Options, null), Run(TestPictures.Noise(11, 9, 8), Options, _folder.Path));
        Assert.Equal(5, _folder.Names().Length);
    }

    [Fact]
    public void Run_with_a_damaged_cache_or_one_that_can_not_be_made_measures()
    {
        Picture painting = TestPictures.Noise(11, 9, 7);
        (float[] Pixels, int Passes) expected = Run(painting, Options, _folder.Path);
        foreach (string name in _folder.Names())
            File.WriteAllText(_folder.File(name), "damaged");

        CheckSame(expected, Run(painting, Options, _folder.Path));
        CheckSame(expected, Run(painting, Options, _folder.File($"{_folder.Names()[0]}/no folder")));
    }

    private static void CheckSame((float[] Pixels, int Passes) expected, (float[] Pixels, int Passes) found)
    {
        Assert.Equal(expected.Pixels, found.Pixels);
        Assert.Equal(expected.Passes, found.Passes);
    }

    private static (float[] Pixels, int Passes) Run(Picture painting, StylizeOptions options, string? cache)
    {
        int passes = 0;
        using var stylizer = new Stylizer(TestNetworks.Shallow(), new WatchedDevice(() => passes++, all: true)) { StyleCacheFolder = cache };
        float[] pixels = stylizer.Run(TestPictures.Ramp(12, 10), [new WeightedStyle(painting)], options, cancellation: TestContext.Current.CancellationToken).Picture.Pixels;
        return (pixels, passes);
    }
}
