using System.Globalization;
using System.Text.RegularExpressions;
using Impasto.Engines;
using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Planning;

namespace Impasto.Tests.Planning;

public sealed class RunPlannerTests
{
    private const long Mega = 1 << 20;

    private static readonly StylizeOptions Options = new()
    {
        Sizing = new() { Size = 2000 }, Steps = [10], Losses = new() { Content = ContentMode.Photo },
    };

    private static readonly MixedSizes Mixed = new(new(800, 600), new(500, 400));

    [Fact]
    public void Plan_plenty_of_memory_does_everything_in_one_piece()
    {
        StylizePlan plan = Plan(Options, 100_000 * Mega);

        Assert.All(
            plan.Scales,
            scale => Assert.Equal((1, false, false, 10), (scale.Tiles, scale.InBands, scale.OnDisk, History(scale))));
        Assert.Equal(new(2000, 1500), plan.Scales[^1].Size);
        Assert.Equal(0, plan.DiskBytes);
    }

    [Theory]
    [InlineData(24, 8, 8)]
    [InlineData(10, 8, 3)]
    [InlineData(2, 8, 0)]
    [InlineData(30, 0, 0)]
    public void Plan_splits_the_last_of_the_last_scales_steps_at_most_a_third(int steps, int split, int expected)
    {
        StylizePlan plan = Plan(
            Options with { Steps = [steps], Losses = new() { SplitSteps = split } }, 100_000 * Mega);

        Assert.Equal(expected, plan.Scales[^1].SplitSteps);
        Assert.All(plan.Scales.SkipLast(1), scale => Assert.Equal(0, scale.SplitSteps));
    }

    [Fact]
    public void Plan_splits_nothing_without_matches_or_paintings()
    {
        Assert.Equal(0, Plan(Options with { Steps = [30] }, 100_000 * Mega).Scales[^1].SplitSteps);
        using IEngine engine = new ReferenceEngine(TestNetworks.Vgg(), new EngineSettings());
        var planner = new RunPlanner(
            engine, TestNetworks.Vgg(), Options with { Losses = new() }, new PlanSizes(new(200, 160), []));
        Assert.Equal(0, planner.Plan(100_000 * Mega).Scales[^1].SplitSteps);
    }

    [Fact]
    public void Plan_less_memory_takes_bands_then_tiles_and_then_files()
    {
        long whole = Plan(Options, 100_000 * Mega).Bytes;
        StylizePlanScale[] last =
            [.. Enumerable.Range(0, 70).Select(i => Plan(Options, (long)((1 - (0.01 * i)) * whole)).Scales[^1])];

        Assert.Equal((1, false, false), (last[0].Tiles, last[0].InBands, last[0].OnDisk));
        Assert.Equal((1, true, false, 10), (last[5].Tiles, last[5].InBands, last[5].OnDisk, History(last[5])));
        Assert.Contains(last, scale => scale is { Tiles: > 1, OnDisk: false });
        Assert.True(last[^1].OnDisk);
        Assert.True(last[0].Bytes > last[5].Bytes && last[5].Bytes > last[^1].Bytes);
        Assert.All(last.Skip(1).Zip(last), pair => Assert.True(pair.First.Bytes <= pair.Second.Bytes));
    }

    [Fact]
    public void Plan_tiles_are_on_disk_before_their_margins_cost_more_than_the_steps()
    {
        double whole = Plan(Options, 100_000 * Mega).Multiplications;

        for (long limit = 700 * Mega; limit < 2500 * Mega; limit += 50 * Mega)
            Assert.InRange(Plan(Options, limit).Multiplications / whole, 1, 2.5);
    }

    [Fact]
    public void Plan_engine_without_bands_takes_none()
    {
        using IEngine engine = new ReferenceEngine(TestNetworks.Vgg(), new EngineSettings());
        long whole = Plan(engine, 100_000 * Mega).Bytes;

        Assert.False(Plan(engine, (long)(0.95 * whole)).Scales[^1].InBands);

        static StylizePlan Plan(IEngine engine, long limit) =>
            new RunPlanner(
                engine, TestNetworks.Vgg(), Options, new PlanSizes(new(1600, 1200), [new(800, 600)])).Plan(limit);
    }

    [Theory]
    [InlineData("lbfgs", ContentMode.Photo, 450)]
    [InlineData("adam", ContentMode.Photo, 450)]
    [InlineData("lbfgs", ContentMode.Both, 1100)]
    public void Plan_never_takes_more_than_it_may(string optimizer, ContentMode content, long least)
    {
        var options = Options with
        {
            Optimizer = OptimizerOptions.All.Single(known => known.Name == optimizer),
            Losses = Options.Losses with { Content = content },
        };
        for (long limit = least * Mega; limit < 4000 * Mega; limit += 137 * Mega)
            Assert.True(Plan(options, limit).Bytes <= limit);
    }

    [Fact]
    public void Plan_that_fits_in_no_way_says_how_much_it_needs()
    {
        var failure = Assert.Throws<MemoryException>(() => Plan(Options, 50 * Mega));

        Match said = Regex.Match(
            failure.Message,
            "takes (?<least>[0-9.]+) GB of memory at least, in bands or tiles, and 0[.]1 GB may be used",
            RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1));
        Assert.True(said.Success, failure.Message);
        // Rounded up to 0.1 GB: that much is enough, and a tenth less is not.
        long least = (long)(1e9 * double.Parse(said.Groups["least"].ValueSpan, CultureInfo.InvariantCulture));
        Assert.True(Plan(Options, least).Bytes <= least);
        Assert.Throws<MemoryException>(() => Plan(Options, least - (100 * Mega)));
    }

    [Fact]
    public void Plan_tiles_and_their_second_pass_count_in_the_work()
    {
        double whole = Plan(Options, 100_000 * Mega).Multiplications, tiled = Plan(Options, 500 * Mega).Multiplications;

        Assert.InRange(tiled / whole, 1.4, 4);
    }

    [Fact]
    public void Plan_with_strokes_to_mix_counts_the_run_that_mixes_them()
    {
        StylizePlan without = Plan(Options, 100_000 * Mega),
            mixing = Mixing(Options, 100_000 * Mega),
            plan = Plan(Options, 100_000 * Mega, Mixed);

        Assert.True(mixing.Multiplications > 0);
        Assert.Equal(without.Multiplications + mixing.Multiplications, plan.Multiplications);
        Assert.Equal(mixing.Scales, plan.Mixing);
        Assert.Empty(without.Mixing);
        // Strokes and mixed painting are pictures of the run.
        Assert.True(
            plan.Bytes >= without.Bytes + (12L * 500 * 400) + (12L * 2000 * 1500), $"{plan.Bytes} and {without.Bytes}");
    }

    [Fact]
    public void Plan_with_strokes_to_mix_takes_no_less_than_that_run_and_no_more_than_it_may()
    {
        // The painting is much larger than the result: the mixing takes most.
        var options = Options with { Sizing = Options.Sizing with { Size = 300, StyleScale = 5 } };
        for (long limit = 600 * Mega; limit < 3000 * Mega; limit += 237 * Mega)
        {
            StylizePlan plan = Plan(options, limit, Mixed);

            StylizePlanScale mixing = Assert.Single(plan.Mixing);
            Assert.Equal(new(1500, 1125), mixing.Size);
            Assert.InRange(plan.Bytes, mixing.Bytes + (12L * 1600 * 1200), limit);
            Assert.Contains(plan.Parts, part => part.Name == "pictures for after the mixing");
        }
    }

    [Fact]
    public void Plan_content_features_beyond_an_array_go_in_tiles_however_much_memory_there_is()
    {
        // 32 channels at 9000 x 7500 pixels are 2.16e9 values; an array holds 2^31 - 57.
        StylizeOptions shallow = Options with
        {
            Sizing = new() { Size = 9000 },
            Losses = new() { Content = ContentMode.Photo, ContentLayers = LayerWeights.Parse("conv1_1") },
        };
        var sizes = new PlanSizes(new(12_000, 10_000), [new(800, 600)]);
        Network network = NetworkCatalog.Compact().Network;
        using IEngine engine = new CpuDevice(2).Open(network, new EngineSettings());

        StylizePlanScale last = new RunPlanner(engine, network, shallow, sizes).Plan(long.MaxValue / 4).Scales[^1];

        Assert.Equal(32, network[LayerName.Parse("conv1_1")].Outputs);
        Assert.True(last.Tiles > 1);
        Assert.True(32 * last.TileSize.Pixels <= Array.MaxLength);
    }

    [Fact]
    public void Plan_without_fine_layers_mixes_nothing() =>
        Assert.Empty(Plan(Options with
        {
            Losses = Options.Losses with { StyleLayers = LayerWeights.Parse("conv4_1") },
        }, 100_000 * Mega, Mixed).Mixing);

    private static StylizePlan Mixing(StylizeOptions options, long limit)
    {
        Network network = NetworkCatalog.Compact().Network;
        StylizeOptions recipe = StyleMixing.Recipe(options, network, Mixed.Style, new(2000, 1500))!;
        using IEngine engine = new CpuDevice(2).Open(network, new EngineSettings());
        return new RunPlanner(engine, network, recipe, new PlanSizes(Mixed.Style, [Mixed.Strokes])).Plan(limit);
    }

    private static StylizePlan Plan(StylizeOptions options, long limit, params MixedSizes[] mixed)
    {
        Network network = NetworkCatalog.Compact().Network;
        using IEngine engine = new CpuDevice(2).Open(network, new EngineSettings());
        return new RunPlanner(
            engine, network, options, new PlanSizes(new(1600, 1200), [new(800, 600)]) { Mixed = mixed }).Plan(limit);
    }

    private static int History(StylizePlanScale scale) => Assert.IsType<LbfgsOptions>(scale.Optimizer).History;
}
