using Impasto.Color;
using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Objectives;
using Impasto.Points;
using Impasto.Storage;

namespace Impasto.Tests.Objectives;

public sealed class PerceptualObjectiveTests
{
    private const int Width = 7, Height = 6;

    private static readonly StylizeOptions Options = new()
    {
        Losses = new()
        {
            StyleLayers = LayerWeights.Parse("conv1_1=1,conv2_1=0.5"),
            Content = ContentMode.Photo,
            ContentLayers = LayerWeights.Parse("conv1_2=1,conv2_1=2"),
        },
        Network = new() { Pooling = PoolingMode.Average },
    };

    [Theory]
    [InlineData("relative", 1, 0, 0)]
    [InlineData("relative", 0, 1, 0)]
    [InlineData("relative", 0, 1, 3)]
    [InlineData("relative", 2, 5, 1)]
    [InlineData("notebook", 1, 1000, 0)]
    [InlineData("neural-style", 5, 100, 0.001)]
    public void Evaluate_gradient_agrees_with_differences(
        string convention, double content, double style, double tv)
    {
        LossOptions losses = Options.Losses with
        {
            Convention = Named.Convention(convention),
            ContentWeight = content,
            StyleWeight = style,
            TvWeight = tv,
        };
        CheckGradient(Options with { Losses = losses }, Smooth(InputNormalization.Torchvision));
    }

    [Fact]
    public void Evaluate_gradient_through_maps_and_swapped_channels_agrees_with_differences()
    {
        Network network = Smooth(InputNormalization.Caffe);
        int channels = network[LayerName.Parse("conv2_1")].Outputs;
        double[] weight = [.. TestNetworks.Values(new Random(8), 6 * channels, 0.4).Select(value => (double)value)];
        var map = new LinearMap(channels, 6, weight, [0.1, -0.2, 0.3, 0, 0.2, -0.1], 128);
        var mapped = new Network(
            network.Name, network.Nodes, network.Normalization, network.Padding, network.Sha256,
            new Dictionary<LayerName, LinearMap> { [LayerName.Parse("conv2_1")] = map });

        CheckGradient(Options, mapped);
    }

    [Theory]
    [InlineData("moments")]
    [InlineData("wasserstein")]
    public void Evaluate_gradient_of_other_style_losses_agrees_with_differences(string kind) =>
        CheckGradient(Options with
        {
            Losses = Options.Losses with { StyleLoss = Named.Loss(kind), Strength = 60 },
        }, Smooth(InputNormalization.Torchvision));

    [Fact]
    public void Evaluate_gradient_of_crowsonkbs_losses_agrees_with_differences() => CheckGradient(
        Options with
        {
            Losses = Options.Losses with
            {
                StyleLoss = StyleLoss.Wasserstein,
                Convention = LossConvention.Crowsonkb,
                ContentWeight = 0.015,
                StyleWeight = 1,
                TvWeight = 2,
            },
        },
        Smooth(InputNormalization.Torchvision));

    [Theory]
    [InlineData("gram")]
    [InlineData("wasserstein")]
    public void Evaluate_gradient_with_regions_and_a_part_left_alone_agrees_with_differences(string kind)
    {
        StylizeRegion[] regions =
        [
            new(Ramp(x => x), [new WeightedStyle(Noise(5)) { Mask = Ramp(x => x < 0.8f ? 1 : 0) }]),
            new(Ramp(x => x < 0.3f ? 0.9f : 0), []),
        ];

        LossOptions losses = Options.Losses with { StyleLoss = Named.Loss(kind), TvWeight = 2 };
        CheckGradient(Options with { Losses = losses, Feather = 0 }, Smooth(InputNormalization.Torchvision), regions);
    }

    [Fact]
    public void Evaluate_gradient_where_only_brightness_changes_is_grey_and_agrees_with_differences_along_greys()
    {
        var options = Options with { Color = Options.Color with { Mode = ColorMode.Content } };
        (PerceptualObjective objective, float[] point) = Open(options, Smooth(InputNormalization.Torchvision));
        float[] gradient = new float[point.Length], ignored = new float[point.Length];
        objective.Evaluate(point, gradient);
        int plane = Width * Height;

        for (int i = 0; i < plane; i += 5)
        {
            Assert.Equal(gradient[i], gradient[plane + i]);
            Assert.Equal(gradient[i], gradient[(2 * plane) + i]);
            double above = At(i, 1 / 1024f), below = At(i, -1 / 1024f);
            Assert.Equal((above - below) * 512, 3 * gradient[i], 1e-3 * gradient.Max(MathF.Abs));
        }

        double At(int i, float change)
        {
            float[] moved = [.. point];
            for (int c = 0; c < 3; c++)
                moved[(c * plane) + i] += change;
            return objective.Evaluate(moved, ignored);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.6f)]
    public void Evaluate_regions_with_the_same_styles_everywhere_are_no_regions(float share)
    {
        var options = Options with { Losses = Options.Losses with { StyleLayers = LayerWeights.Parse("conv1_1") } };
        (PerceptualObjective none, float[] point) = Open(options, TestNetworks.Shallow());
        (PerceptualObjective everywhere, _) = Open(
            options,
            TestNetworks.Shallow(),
            [new StylizeRegion(Ramp(_ => share), [new WeightedStyle(Noise(2)), new WeightedStyle(Noise(3), 2)])]);
        float[] expected = new float[point.Length], found = new float[point.Length];

        Assert.Equal(none.Evaluate(point, expected).Total, everywhere.Evaluate(point, found).Total, 1e-6);

        Assert.Equal(expected, found, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Evaluate_where_the_content_is_left_alone_nothing_moves()
    {
        (PerceptualObjective objective, float[] point) = Open(
            Options with { Feather = 0 }, TestNetworks.Shallow(), [new StylizeRegion(Ramp(x => x < 0.5f ? 1 : 0), [])]);
        float[] gradient = new float[point.Length];

        objective.Evaluate(point, gradient);

        for (int i = 0; i < gradient.Length; i++)
            Assert.Equal(i % Width < Width / 2.0, gradient[i] == 0);
    }

    [Fact]
    public void Evaluate_25_more_strength_is_ten_times_the_style_weight()
    {
        (PerceptualObjective stronger, float[] point) = Open(Options with
        {
            Losses = Options.Losses with { Strength = 75 },
        }, TestNetworks.Shallow());
        (PerceptualObjective heavier, _) = Open(Options with
        {
            Losses = Options.Losses with { StyleWeight = 10 * Options.Losses.StyleWeight },
        }, TestNetworks.Shallow());
        float[] first = new float[point.Length], second = new float[point.Length];

        Assert.Equal(heavier.Evaluate(point, second).Total, stronger.Evaluate(point, first).Total, 1e-9);
        Assert.Equal(second, first, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Evaluate_once_warm_allocates_no_arrays()
    {
        (PerceptualObjective objective, float[] point) = Open(
            Options with { Losses = Options.Losses with { TvWeight = 1 } },
            Smooth(InputNormalization.Torchvision),
            device: (network, settings) => new CpuDevice(2).Open(network, settings));
        float[] gradient = new float[point.Length];
        objective.Evaluate(point, gradient);
        objective.Evaluate(point, gradient);

        // Iterators and wrappers; the smallest of the moments' arrays alone is larger.
        Assert.InRange(Allocations.Of(() => objective.Evaluate(point, gradient)), 0, 2048);
    }

    private static Mask Ramp(Func<float, float> value) => new(
        Width, Height, [.. Enumerable.Range(0, Width * Height).Select(i => value((float)(i % Width) / Width))]);

    [Fact]
    public void Evaluate_total_is_the_weighted_sum_of_its_terms()
    {
        var options = Options with
        {
            Losses = Options.Losses with { ContentWeight = 3, StyleWeight = 5, TvWeight = 7, RangeWeight = 9 },
        };
        (PerceptualObjective objective, float[] point) = Open(options, TestNetworks.Shallow());

        LossValue total = objective.Evaluate(point, new float[point.Length]);

        Assert.Equal(["content", "style", "tv", "range"], total.Parts.Select(part => part.Name));
        Assert.Equal([3, 5, 7, 9], total.Parts.Select(part => part.Weight));
        Assert.All(total.Parts.SkipLast(1), part => Assert.True(part.Value > 0));
        Assert.Equal(total.Total, total.Parts.Sum(part => part.Weighted), 12);
    }

    [Fact]
    public void Evaluate_relative_layer_weights_count_as_shares()
    {
        double once = Loss(Options);

        Assert.Equal(once, Loss(Options with
        {
            Losses = Options.Losses with { StyleLayers = LayerWeights.Parse("conv1_1=10,conv2_1=5") },
        }), once * 1e-12);

        static double Loss(StylizeOptions options)
        {
            (PerceptualObjective objective, float[] point) = Open(options, TestNetworks.Shallow());
            return objective.Evaluate(point, new float[point.Length]);
        }
    }

    private static void CheckGradient(StylizeOptions options, Network network, params StylizeRegion[] regions)
    {
        (PerceptualObjective objective, float[] point) = Open(options, network, regions);
        float[] gradient = new float[point.Length], ignored = new float[point.Length];
        objective.Evaluate(point, gradient);

        double[] expected = Differences.Of(point, 1 / 1024f, () => objective.Evaluate(point, ignored));

        Differences.AssertClose(expected, gradient, 5e-4);
    }

    // Biases so high that every ReLU lets everything through: no step of a difference crosses a kink.
    private static Network Smooth(InputNormalization normalization)
    {
        Network network = TestNetworks.Shallow(normalization: normalization);
        foreach (Convolution convolution in network.Convolutions)
            convolution.Bias.AsSpan().Fill((float)(10 * normalization.Scale));
        return network;
    }

    private static (PerceptualObjective Objective, float[] Point) Open(
        StylizeOptions options,
        Network network,
        IReadOnlyList<StylizeRegion>? regions = null,
        Func<Network, EngineSettings, IEngine>? device = null)
    {
        var settings = new EngineSettings { Pooling = options.Network.Pooling };
        IEngine engine = device?.Invoke(network, settings) ?? new ReferenceEngine(network, settings);
        var space = new PixelSpace(network.Normalization, options.Losses.Convention.Pixels);
        var plan = RegionPlan.Divide(
            regions ?? [],
            [new WeightedStyle(Noise(2)), new WeightedStyle(Noise(3), 2)],
            options.Feather,
            new(Width, Height));
        var inputs = new ObjectiveInputs(
            new ScaledPicture(space.View(Noise(1)), Width, Height),
            plan,
            StyleScaler.AtOwnSize(new PictureScaler(options.Sizing.Resize, space)))
        {
            IsGrey = options.Color.Mode == ColorMode.Content,
        };
        float[] point = space.Encode(inputs.IsGrey ? Luminance.Grey(Noise(4)) : Noise(4));
        var layout = new ScaleLayout(ScaleLayout.Whole, new PixelStore());
        var reader = new FeatureReader(engine, network, space);
        return (new PerceptualObjective(reader, options.Losses.CreateTerms(), layout, inputs), point);
    }

    private static Picture Noise(int seed) => TestPictures.Noise(Width, Height, seed);
}
