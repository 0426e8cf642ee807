using Impasto.Imaging;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Objectives;

namespace Impasto.Tests.Objectives;

public sealed class StyleCacheTests : IDisposable
{
    private static readonly StylizeOptions Options = new()
    {
        Sizing = new() { Size = null, MinSize = 0 },
        Steps = [2],
        Losses = new()
        {
            StyleLayers = LayerWeights.Parse("conv1_1,conv2_1"),
            Content = ContentMode.Photo,
            ContentLayers = LayerWeights.Parse("conv2_1"),
        },
        // One pass a step, whatever the painting.
        Optimizer = new LbfgsOptions { LineSearch = LineSearchMode.None },
    };

    private static readonly LayerName Layer = LayerName.Parse("conv1_1");

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
            Options,
            Options with { Sizing = Options.Sizing with { StyleScale = 0.8 } },
            Options with { Losses = Options.Losses with { StyleLayers = LayerWeights.Parse("conv2_1") } },
            Options with { Network = Options.Network with { Pooling = PoolingMode.Average } },
        ];

        foreach (StylizeOptions recipe in recipes)
            CheckSame(
                Run(TestPictures.Noise(11, 9, 7), recipe, null),
                Run(TestPictures.Noise(11, 9, 7), recipe, _folder.Path));
        CheckSame(
            Run(TestPictures.Noise(11, 9, 8), Options, null), Run(TestPictures.Noise(11, 9, 8), Options, _folder.Path));
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

    [Fact]
    public void Run_beyond_the_limit_drops_the_painting_used_longest_ago()
    {
        long one = Bytes(1);
        foreach (int painting in new[] { 1, 2, 1, 3 })
            Run(Painting(painting), Options, _folder.Path, limit: 2 * one);

        // A painting that is kept is not measured: one pass less.
        int[] passes =
            [.. new[] { 1, 3, 2 }.Select(painting => Run(Painting(painting), Options, _folder.Path, 2 * one).Passes)];

        Assert.Equal([passes[0], passes[0], passes[0] + 1], passes);
        Assert.Equal(2, _folder.Names().Length);
    }

    [Fact]
    public void Moments_above_the_limit_are_not_kept_and_drive_out_nothing()
    {
        var cache = new StyleCache(_folder.Path, 1500, TimeProvider.System);
        cache.Moments("small", () => Moments(1));
        string[] before = _folder.Names();

        cache.Moments("large", () => Moments(2, channels: 16));

        Assert.Single(before);
        Assert.Equal(before, _folder.Names());
    }

    [Fact]
    public void Moments_of_several_processes_in_one_small_folder_are_always_right()
    {
        Parallel.For(0, 4, worker =>
        {
            var cache = new StyleCache(_folder.Path, 1500, TimeProvider.System);
            for (int i = 0; i < 60; i++)
            {
                int value = ((i * 7) + worker) % 5;
                LayerMoments kept = cache.Moments($"painting {value}", () => Moments(value))[Layer][0];
                Assert.Equal(Moments(value)[Layer][0].Gram, kept.Gram);
            }
        });

        Assert.All(_folder.Names(), name => Assert.EndsWith(".moments", name, StringComparison.Ordinal));
        Assert.InRange(_folder.Names().Sum(name => new FileInfo(_folder.File(name)).Length), 1, 1500);
    }

    private static Dictionary<LayerName, IReadOnlyList<LayerMoments>> Moments(int value, int channels = 4) =>
        new()
        {
            [Layer] = [new LayerMoments(
                channels, 9, new double[channels], [.. Enumerable.Repeat((double)value, channels * channels)])],
        };

    private static Picture Painting(int seed) => TestPictures.Noise(11, 9, seed);

    // What a painting takes on disk, by one that is kept.
    private long Bytes(int painting)
    {
        Run(Painting(painting), Options, _folder.Path);
        return new FileInfo(_folder.File(Assert.Single(_folder.Names()))).Length;
    }

    private static void CheckSame((float[] Pixels, int Passes) expected, (float[] Pixels, int Passes) found)
    {
        Assert.Equal(expected.Pixels, found.Pixels);
        Assert.Equal(expected.Passes, found.Passes);
    }

    private static (float[] Pixels, int Passes) Run(
        Picture painting, StylizeOptions options, string? cache, long limit = long.MaxValue)
    {
        int passes = 0;
        using var stylizer = new Stylizer(TestNetworks.Shallow(), new WatchedDevice(() => passes++, all: true))
        {
            StyleCacheFolder = cache, StyleCacheLimit = limit,
        };
        float[] pixels = stylizer.Run(
            TestPictures.Ramp(12, 10),
            [new WeightedStyle(painting)],
            options,
            cancellation: TestContext.Current.CancellationToken).Picture.Pixels;
        return (pixels, passes);
    }
}
