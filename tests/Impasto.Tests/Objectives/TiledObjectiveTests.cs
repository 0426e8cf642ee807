using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Objectives;
using Impasto.Points;
using Impasto.Storage;
using Impasto.Tiles;

namespace Impasto.Tests.Objectives;

/// <summary>Tiles give the untiled loss and gradient, and margins that are too small do not.</summary>
public sealed class TiledObjectiveTests
{
    private static readonly TileMargins Exact = TileMargins.Of(TestNetworks.Vgg(), LayerName.Parse("conv5_1"));

    // Rounding of single precision, and what it makes of a value near a ReLU's or a pooling's kink.
    private const double Tolerance = 2e-5;

    // Style at the depth where margins matter most, content in the middle; every structural path of the network is
    // alive.
    private static readonly StylizeOptions Options = new()
    {
        Losses = new()
        {
            StyleLayers = LayerWeights.Parse("conv1_1,conv5_1"),
            Content = ContentMode.Photo,
            ContentLayers = LayerWeights.Parse("conv4_2"),
            TvWeight = 0,
            // The roots of the Wasserstein distance enlarge what rounding leaves.
            StyleLoss = StyleLoss.Gram,
        },
        Network = new() { Pooling = PoolingMode.Average },
    };

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Evaluate_margin_of_the_receptive_field_is_exact(int lean)
    {
        AssertExact(Error(Options, Exact, lean: lean));
    }

    // Otherwise the test above proves nothing.
    [Theory]
    [InlineData(64, 70, -1)]
    [InlineData(80, 69, 1)]
    public void Evaluate_margin_that_is_too_small_is_noticed(int before, int after, int lean)
    {
        double error = Error(Options, new TileMargins(16, before, after), lean: lean);

        Assert.True(error > 10 * Tolerance, $"off by no more than {error}");
    }

    [Theory]
    [InlineData("conv1_1", "conv1_1", PoolingMode.Max, PaddingMode.Zero)]
    [InlineData("conv2_1,conv3_4", "conv2_2", PoolingMode.Average, PaddingMode.Replicate)]
    [InlineData("conv3_1", "conv4_2", PoolingMode.L2, PaddingMode.Reflect)]
    [InlineData("conv1_1,conv2_1,conv3_1,conv4_1", "conv1_2,conv4_1", PoolingMode.Max, PaddingMode.ReplicateInput)]
    public void Evaluate_any_layers_pooling_and_padding_is_exact(
        string style, string content, PoolingMode pooling, PaddingMode padding)
    {
        var options = Options with
        {
            Losses = Options.Losses with
            {
                StyleLayers = LayerWeights.Parse(style),
                Content = ContentMode.Photo,
                ContentLayers = LayerWeights.Parse(content),
            },
            Network = Options.Network with { Pooling = pooling, Padding = padding },
        };

        LayerName deepest = TestNetworks.Vgg().Deepest(options.Losses.UsedLayers);
        AssertExact(Error(options, TileMargins.Of(TestNetworks.Vgg(), deepest), 203, 120));
    }

    // Of equal values the first gets the gradient, wherever a tile begins. What is left is the rounding of features.
    [Theory]
    [InlineData("flat")]
    [InlineData("saturated")]
    [InlineData("enlarged")]
    public void Evaluate_picture_of_equal_neighbours_is_the_same_in_tiles(string kind)
    {
        var options = Options with { Network = Options.Network with { Pooling = PoolingMode.Max } };

        Assert.InRange(Error(options, Exact, 203, 120, tied: kind), 0, 1e-3);
    }

    [Theory]
    [InlineData("gram", 1, 1)]
    [InlineData("wasserstein", 1, 1)]
    [InlineData("gram", 0, 1)]
    [InlineData("gram", 1, 0)]
    public void Evaluate_any_loss_is_exact(string loss, double style, double content)
    {
        var options = Shallow with
        {
            Losses = Shallow.Losses with
            {
                StyleLoss = Named.Loss(loss),
                StyleWeight = style,
                ContentWeight = content,
                TvWeight = 3,
            },
        };

        AssertExact(Error(options, ShallowMargins, 203, 120));
    }

    [Fact]
    public void Evaluate_regions_and_parts_left_alone_are_exact()
    {
        StylizeRegion[] regions =
        [
            new(Mask((x, y) => x > 60 && y < 80 ? 1 : 0), [new WeightedStyle(TestPictures.Noise(150, 90, 8))]),
            new(Mask((x, _) => x < 30 ? 0.75f : 0), []),
        ];

        AssertExact(Error(Shallow, ShallowMargins, 203, 120, regions: regions));
    }

    [Fact]
    public void Evaluate_at_the_content_itself_has_no_content_loss_at_all()
    {
        (PerceptualObjective objective, float[] _) = Open(Shallow, ShallowMargins, (203, 120), core: 32);
        float[] content = TestPictures.Noise(203, 120, 1).Pixels;

        LossValue total = objective.Evaluate(content, new float[content.Length]);

        Assert.Equal(0, total.Parts.Single(part => part.Name == "content").Value);
    }

    [Fact]
    public void Evaluate_on_disk_gives_the_same_bits_as_in_memory()
    {
        using var folder = new ScratchFolder();
        float[] memory = Gradient(Shallow, null), disk = Gradient(Shallow, folder.Path);

        Assert.Equal(memory, disk);
    }

    [Fact]
    public void Evaluate_any_number_of_threads_gives_the_same_bits()
    {
        Assert.Equal(Gradient(Shallow, null, threads: 1), Gradient(Shallow, null, threads: 3));
    }

    private static readonly StylizeOptions Shallow = Options with
    {
        Losses = Options.Losses with
        {
            StyleLayers = LayerWeights.Parse("conv1_1,conv2_1,conv3_1"),
            Content = ContentMode.Photo,
            ContentLayers = LayerWeights.Parse("conv2_2"),
        },
        Network = Options.Network with { Pooling = PoolingMode.Max },
    };

    private static TileMargins ShallowMargins { get; } = TileMargins.Of(TestNetworks.Vgg(), LayerName.Parse("conv3_1"));

    private static Mask Mask(Func<int, int, float> value) =>
        new(203, 120, [.. Enumerable.Range(0, 203 * 120).Select(i => value(i % 203, i / 203))]);

    private static void AssertExact(double error) => Assert.True(error < Tolerance, $"off by {error}");

    // Difference of the gradients over the gradient as vectors, or of the losses where that is more.
    private static double Error(
        StylizeOptions options,
        TileMargins margins,
        int width = 437,
        int height = 230,
        int lean = 0,
        IReadOnlyList<StylizeRegion>? regions = null,
        string? tied = null)
    {
        (PerceptualObjective whole, float[] point) = Open(
            options, margins, (width, height), ScaleLayout.Whole, lean: lean, regions: regions);
        (PerceptualObjective tiled, _) = Open(
            options, margins, (width, height), core: 64, lean: lean, regions: regions);
        if (tied is not null)
            point = TiedPictures.Values(tied, width, height);
        float[] expected = new float[point.Length], found = new float[point.Length];
        double loss = whole.Evaluate(point, expected), other = tiled.Evaluate(point, found);
        double length = Math.Sqrt(expected.Sum(e => (double)e * e));
        double gradients = Math.Sqrt(expected.Zip(found, (e, f) => ((double)e - f) * ((double)e - f)).Sum()) / length;
        return Math.Max(gradients, Math.Abs(other - loss) / loss);
    }

    private static float[] Gradient(StylizeOptions options, string? folder, int threads = 2)
    {
        (PerceptualObjective objective, float[] point) = Open(
            options, ShallowMargins, (203, 120), core: 32, folder, threads);
        using var store = new PixelStore(folder);
        PixelBuffer seen = store.Create(point.Length), gradient = store.Create(point.Length);
        seen.Write(0, point);
        objective.Evaluate(seen, gradient);
        return gradient.ToArray();
    }

    private static (PerceptualObjective Objective, float[] Point) Open(
        StylizeOptions options,
        TileMargins margins,
        (int Width, int Height) size,
        int core,
        string? folder = null,
        int threads = 2,
        int lean = 0,
        IReadOnlyList<StylizeRegion>? regions = null)
    {
        Network network = lean == 0 ? TestNetworks.Vgg() : TestNetworks.Leaning(lean);
        IEngine engine = new CpuDevice(threads).Open(network, new EngineSettings
        {
            Pooling = options.Network.Pooling,
            Padding = options.Network.Padding,
        });
        var space = new PixelSpace(network.Normalization, options.Losses.Convention.Pixels);
        var reader = new FeatureReader(engine, network, space);
        var layout = new ScaleLayout(core, new PixelStore(folder))
        {
            Margins = core == ScaleLayout.Whole ? null : margins,
        };
        var content = new ScaledPicture(
            space.View(TestPictures.Noise(size.Width, size.Height, 1)), size.Width, size.Height);
        var plan = RegionPlan.Divide(
            regions ?? [],
            [new WeightedStyle(TestPictures.Flat(size.Height, size.Width, 0.2f))],
            options.Feather,
            new(size.Width, size.Height));
        var styles = StyleScaler.AtOwnSize(new PictureScaler(options.Sizing.Resize, space));
        var objective = new PerceptualObjective(
            reader, options.Losses.CreateTerms(), layout, new ObjectiveInputs(content, plan, styles));
        return (objective, space.Encode(TestPictures.Noise(size.Width, size.Height, 4)));
    }
}
