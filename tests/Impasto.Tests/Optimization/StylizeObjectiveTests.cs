using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Networks;
using Impasto.Optimization;
using Impasto.Storage;

namespace Impasto.Tests.Optimization;

public sealed class StylizeObjectiveTests
{
    private const int Width = 7, Height = 6;

    private static readonly StylizeOptions Options = new()
    {
        StyleLayers = LayerWeights.Parse("conv1_1=1,conv2_1=0.5"),
        ContentLayers = LayerWeights.Parse("conv1_2=1,conv2_1=2"),
        Pooling = PoolingMode.Average,
    };

    [Theory]
    [InlineData(LossConvention.Relative, 1, 0, 0)]
    [InlineData(LossConvention.Relative, 0, 1, 0)]
    [InlineData(LossConvention.Relative, 0, 1, 3)]
    [InlineData(LossConvention.Relative, 2, 5, 1)]
    [InlineData(LossConvention.Notebook, 1, 1000, 0)]
    [InlineData(LossConvention.NeuralStyle, 5, 100, 0.001)]
    public void Evaluate_gradient_agrees_with_differences(LossConvention convention, double content, double style, double tv)
    {
        var options = Options with { Convention = convention, ContentWeight = content, StyleWeight = style, TvWeight = tv };
        CheckGradient(options, Smooth(InputNormalization.Torchvision));
    }

    [Fact]
    public void Evaluate_gradient_through_maps_and_swapped_channels_agrees_with_differences()
    {
        Network network = Smooth(InputNormalization.Caffe);
        int channels = network[LayerName.Parse("conv2_1")].Outputs;
        double[] weight = [.. TestNetworks.Values(new Random(8), 6 * channels, 0.4).Select(value => (double)value)];
        var map = new LinearMap(channels, 6, weight, [0.1, -0.2, 0.3, 0, 0.2, -0.1], 128);
        var mapped = new Network(
            network.Name, network.Convolutions, network.Normalization, network.Padding, network.Sha256,
            new Dictionary<LayerName, LinearMap> { [LayerName.Parse("conv2_1")] = map });

        CheckGradient(Options, mapped);
    }

    [Fact]
    public void Evaluate_total_is_the_weighted_sum_of_its_terms()
    {
        var options = Options with { ContentWeight = 3, StyleWeight = 5, TvWeight = 7 };
        (StylizeObjective objective, float[] point) = Open(options, TestNetworks.Shallow());

        double total = objective.Evaluate(point, new float[point.Length]);

        LossTerms terms = objective.TermsOf(total);
        Assert.True(terms.Content > 0 && terms.Style > 0 && terms.Tv > 0);
        Assert.Equal((3 * terms.Content) + (5 * terms.Style) + (7 * terms.Tv), total, 12);
    }

    [Fact]
    public void TermsOf_finds_the_evaluation_with_that_total_among_later_ones()
    {
        (StylizeObjective objective, float[] point) = Open(Options, TestNetworks.Shallow());
        double first = objective.Evaluate(point, new float[point.Length]);
        point[0] += 1;
        double second = objective.Evaluate(point, new float[point.Length]);

        Assert.Equal(first, objective.TermsOf(first).Total);
        Assert.Equal(second, objective.TermsOf(second).Total);
    }

    [Fact]
    public void Evaluate_relative_layer_weights_count_as_shares()
    {
        double once = Loss(Options);

        Assert.Equal(once, Loss(Options with { StyleLayers = LayerWeights.Parse("conv1_1=10,conv2_1=5") }), once * 1e-12);

        static double Loss(StylizeOptions options)
        {
            (StylizeObjective objective, float[] point) = Open(options, TestNetworks.Shallow());
            return objective.Evaluate(point, new float[point.Length]);
        }
    }

    private static void CheckGradient(StylizeOptions options, Network network)
    {
        (StylizeObjective objective, float[] point) = Open(options, network);
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

    private static (StylizeObjective Objective, float[] Point) Open(StylizeOptions options, Network network)
    {
        var engine = new ReferenceEngine(network, new EngineSettings { Pooling = options.Pooling });
        var space = new PixelSpace(network.Normalization, options.Convention);
        var layout = new ScaleLayout(ScaleLayout.Whole, new PixelStore());
        var targets = StyleTargets.Measure(
            engine, network, space, options, layout, Noise(1), [new WeightedStyle(Noise(2)), new WeightedStyle(Noise(3), 2)]);
        return (new StylizeObjective(engine, network, space, options, targets, TileGrid.Whole(Width, Height)), space.Encode(Noise(4)));
    }

    private static Picture Noise(int seed) => TestPictures.Noise(Width, Height, seed);
}
