using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Objectives;
using Impasto.Planning;
using Impasto.Runs;
using Impasto.Storage;
using Impasto.Tests.Objectives;

namespace Impasto.Tests.Planning;

/// <summary>Estimates of one scale against what its parts really hold.</summary>
public sealed class ScaleMemoryTests
{
    private const int Steps = 8;

    private static readonly PictureSize Size = new(64, 48);
    private static readonly Network Network = TestNetworks.Shallow();

    private static readonly LossOptions Losses = new()
    {
        StyleLayers = LayerWeights.Parse("conv1_1,conv2_1"),
        Content = ContentMode.Photo,
        ContentLayers = LayerWeights.Parse("conv1_2,conv2_1"),
    };

    public static TheoryData<string> Optimizers => [.. Recipes.Keys];

    private static Dictionary<string, OptimizerOptions> Recipes { get; } = new(StringComparer.Ordinal)
    {
        ["lbfgs"] = new LbfgsOptions { History = 4 },
        ["lbfgs with more memory than steps"] = new LbfgsOptions { History = 50 },
        ["lbfgs without a search"] = new LbfgsOptions
        {
            History = 4, LineSearch = LineSearchMode.None, LearningRate = 0.1,
        },
        ["adam"] = new AdamOptions(),
        ["adam with an average"] = new AdamOptions { Average = 0.9 },
    };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Parts_pixels_and_optimiser_are_what_a_scale_allocates(string recipe)
    {
        long held = Held(Recipes[recipe], []);

        long planned = Part(Recipes[recipe], regions: 0, "pixels and optimiser");

        // An optimiser may plan for vectors that it only takes with a line search, or one step late.
        Assert.InRange(held, 0.85 * planned, planned);
    }

    [Fact]
    public void Parts_regions_that_keep_the_content_are_planned_for()
    {
        StylizeRegion[] regions = [new(new Mask(2, 1, [1, 0]), [])];

        long held = Held(new AdamOptions(), regions), without = Held(new AdamOptions(), []);

        long planned = Part(new AdamOptions(), regions: 1, "pixels and optimiser");
        Assert.Equal(12 * Size.Pixels, held - without);
        Assert.InRange(held, 0.85 * planned, planned);
    }

    [Fact]
    public void Parts_matched_pixels_are_planned_for_when_the_start_has_them()
    {
        LossOptions matched = Losses with
        {
            Content = ContentMode.Match, MatchLayers = LayerWeights.Parse("conv2_1"), SplitSteps = 0,
        };

        Assert.Equal(12 * Size.Pixels, State(matched) - State(matched with { MatchDetail = 0 }));
        Assert.Equal(
            12 * Size.Pixels,
            Held(new AdamOptions(), [], matched) - Held(new AdamOptions(), [], matched with { MatchDetail = 0 }));

        static long State(LossOptions losses) => Memory(new AdamOptions(), regions: 0, losses: losses)
            .Parts(Scale(new AdamOptions()), Size).Single(part => part.Name == "pixels and optimiser").Bytes;
    }

    [Fact]
    public void Parts_network_and_features_are_what_the_engine_says()
    {
        using IEngine engine = new CpuDevice(1).Open(Network, new EngineSettings());
        var request = new FeatureRequest(Losses.StyleLayers.Used, Losses.ContentLayers.Used, KeepForBackward: true);

        long planned = Part(new AdamOptions(), regions: 0, "network and features", engine);

        Assert.Equal(engine.BytesFor(Size.Width, Size.Height, request), planned);
    }

    [Fact]
    public void Multiplications_are_those_of_two_passes_and_of_a_third_for_all_tiles_but_the_last()
    {
        ScaleMemory memory = Memory(new AdamOptions(), regions: 0);
        double perStep = Network.Layer(LayerName.Parse("conv2_1")).Multiplications * Size.Pixels;
        StylizePlanScale whole = Scale(new AdamOptions()), tiled = whole with { Core = 16 };
        var grid = memory.Grid(Size, 16);

        Assert.Equal(2 * Steps * perStep, memory.Multiplications(whole, Size), 1e-9 * perStep);
        Assert.Equal(
            (3 - (1.0 / grid.Tiles.Count)) * grid.Overhead * Steps * perStep,
            memory.Multiplications(tiled, Size),
            1e-9 * perStep);
        Assert.Equal(
            1.1 * memory.Multiplications(whole, Size),
            memory.Multiplications(whole with { InBands = true }, Size),
            1e-9 * perStep);
    }

    [Fact]
    public void DiskBytes_are_the_vectors_the_content_and_what_is_resized()
    {
        ScaleMemory memory = Memory(new AdamOptions(), regions: 0);
        StylizePlanScale scale = Scale(new AdamOptions());

        long disk = memory.DiskBytes(scale with { OnDisk = true }, Size);

        Assert.Equal(0, memory.DiskBytes(scale, Size));
        // The content has the scale's size already; the style of 100 x 60 is brought to 64 x 38.
        Assert.Equal(Part(new AdamOptions(), regions: 0, "pixels and optimiser") + (12 * 64 * 38), disk);
    }

    [Fact]
    public void FitsArrays_refuses_a_content_layer_of_more_values_than_an_array_has()
    {
        ScaleMemory memory = Memory(new AdamOptions(), regions: 0);

        // conv1_2 has 4 channels at every pixel.
        Assert.True(memory.FitsArrays(memory.Grid(new(20_000, 20_000), ScaleLayout.Whole)));
        Assert.False(memory.FitsArrays(memory.Grid(new(30_000, 20_000), ScaleLayout.Whole)));
        Assert.True(memory.FitsArrays(memory.Grid(new(30_000, 20_000), 4096)));
    }

    // What a scale's stores hold after its steps, less the point's own start and the content, which count as pictures.
    private static long Held(OptimizerOptions options, StylizeRegion[] regions, LossOptions? losses = null)
    {
        using PixelStore pictures = new(), vectors = new();
        var small = new SmallObjective
        {
            Size = Size,
            Network = Network,
            Options = new() { Losses = losses ?? Losses, Feather = 0 },
            Device = (network, settings) => new CpuDevice(1).Open(network, settings),
            Regions = regions,
            Store = pictures,
        };
        using PerceptualObjective objective = small.Open();
        PixelBuffer point = pictures.Create(3 * Size.Pixels);
        point.Write(0, small.Noise(4).Pixels);
        var descent = new ScaleDescent(objective, point, new ScaleStores(pictures, vectors), Scale(options), 0);
        for (int step = 0; step < Steps; step++)
            Assert.True(descent.TryStep(step == Steps - 1, out _));
        return StoredBuffers.Bytes(pictures, vectors);
    }

    private static long Part(OptimizerOptions options, int regions, string name, IEngine? engine = null) =>
        Memory(options, regions, engine).Parts(Scale(options), Size).Single(part => part.Name == name).Bytes;

    private static StylizePlanScale Scale(OptimizerOptions options) =>
        new(Size, Steps) { Core = ScaleLayout.Whole, Optimizer = options.For(Steps) };

    private static ScaleMemory Memory(
        OptimizerOptions options, int regions, IEngine? engine = null, LossOptions? losses = null) => new(
        engine ?? new ReferenceEngine(Network, new EngineSettings()),
        Network,
        new() { Losses = losses ?? Losses, Optimizer = options, Sizing = new() { Size = Size.Width } },
        new PlanSizes(Size, [new(100, 60)]) { Regions = regions });
}
