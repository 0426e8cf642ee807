using Impasto.Engines;
using Impasto.Engines.Simd;
using Impasto.Networks;

namespace Impasto.Tests.Engines;

public sealed class SimdChainTests
{
    private static readonly Relu Relu = Relu.Instance;
    private static readonly Pooling Pooling = Pooling.Instance;

    public static TheoryData<string, NetworkNode[]> Refused => new()
    {
        { "a has a 5 x 5 kernel, expected 3 x 3", [Convolution("a", 3, 5), Relu] },
        { "a has a 1 x 1 kernel, expected 3 x 3", [Convolution("a", 3, 1), Relu] },
        { "a has no ReLU after it", [Convolution("a", 3), Convolution("b", 4), Relu] },
        { "a has no ReLU after it", [Convolution("a", 3)] },
        { "a ReLU stands elsewhere than after a convolution", [Convolution("a", 3), Relu, Relu] },
        { "a ReLU stands elsewhere than after a convolution", [Relu, Convolution("a", 3), Relu] },
        { "a pooling stands elsewhere than after a ReLU", [Pooling, Convolution("a", 3), Relu] },
        { "a pooling stands elsewhere than after a ReLU", [Convolution("a", 3), Relu, Pooling, Pooling] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Open_a_network_that_the_engine_cannot_run_is_refused_in_one_sentence(
        string problem, NetworkNode[] nodes)
    {
        var network = new Network("odd", nodes, InputNormalization.Unit, PaddingMode.Zero, "");

        var failure = Assert.Throws<DeviceException>(() => new CpuDevice(1).Open(network, new EngineSettings()));

        Assert.Equal($"The device cpu can't run the network 'odd': {problem}.", failure.Message);
    }

    [Fact]
    public void Require_takes_any_names_and_a_pooling_at_the_end() => SimdChain.Require(new Network(
        "own",
        [Convolution("first", 3), Relu, Convolution("second", 4), Relu, Pooling, Convolution("third", 4), Relu,
            Pooling],
        InputNormalization.Unit,
        PaddingMode.Zero,
        ""));

    [Fact]
    public void A_network_of_other_names_than_VGG_gives_the_same_bits()
    {
        Network vgg = TestNetworks.Shallow();
        NetworkNode[] renamed = [.. vgg.Nodes.Select(node => node is Convolution c
            ? new Convolution(new LayerName("my." + c.Layer), c.Inputs, c.Outputs, c.Kernel, c.Bias)
            : node)];
        var own = new Network("own", renamed, vgg.Normalization, vgg.Padding, "");

        Assert.Equal(Gram(vgg, "conv2_1"), Gram(own, "my.conv2_1"));

        static double[] Gram(Network network, string layer)
        {
            using IEngine engine = new CpuDevice(1).Open(network, new EngineSettings());
            return engine.Forward(TestNetworks.Noise(13, 10), new FeatureRequest([new LayerName(layer)], []))
                .Moments[new LayerName(layer)][0].Gram;
        }
    }

    private static Convolution Convolution(string name, int inputs, int size = 3) =>
        new(new LayerName(name), inputs, 4, new float[inputs * 4 * size * size], new float[4]);
}
