using Impasto.Networks;
using Impasto.Tests.Networks.Weights;

namespace Impasto.Tests.Networks;

public sealed class NetworkTests
{
    [Fact]
    public void Convolutions_that_do_not_fit_each_other_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Build());
        Assert.Throws<ArgumentException>(() => Build(Convolution("conv1_1", 1, 4)));
        Assert.Throws<ArgumentException>(() => Build(Convolution("conv1_1", 3, 4), Convolution("conv1_2", 5, 4)));
        Assert.Throws<ArgumentException>(() => Build(Convolution("conv2_1", 3, 4), Convolution("conv1_1", 4, 4)));
        Assert.Throws<ArgumentException>(() => new Convolution(VggLayers.Of(1, 1), 3, 4, new float[107], new float[4]));
        Assert.Throws<ArgumentException>(() => new Convolution(VggLayers.Of(1, 1), 3, 4, new float[108], new float[5]));
    }

    [Fact]
    public void Layers_have_the_geometry_of_the_chain()
    {
        Network network = TestNetworks.Mixed();

        Assert.Equal(
            ["wide 0 6 1 2", "plain 1 5 1 2", "deep 2 4 2 4", "last 3 7 8 12"],
            network.Layers.Select(layer =>
                $"{layer.Name} {layer.Depth} {layer.Channels} {layer.Stride} {layer.Radius}"));
        Assert.Equal((25 * 3 * 6) + (6 * 5) + (9 * 5 * 4 / 4.0), network.Layer(new LayerName("deep")).Multiplications);
        Assert.Equal(network.Layers[3], network.Layer(network.Deepest([new LayerName("last"), new LayerName("wide")])));
        Assert.Equal(7 * 3 * 2, network.Layers[3].Values(25, 17));
    }

    [Theory]
    [InlineData("conv1_1", 1, 1)]
    [InlineData("conv4_2", 8, 38)]
    [InlineData("conv5_1", 16, 70)]
    public void Layers_of_VGG_19_have_its_strides_and_receptive_fields(string layer, int stride, int radius)
    {
        LayerInfo info = TestNetworks.Vgg().Layer(LayerName.Parse(layer));

        Assert.Equal((stride, radius), (info.Stride, info.Radius));
    }

    [Fact]
    public void A_name_that_stands_twice_is_refused() => Assert.Throws<ArgumentException>(() => new Network(
        "x", [Convolution("conv1_1", 3, 4), Convolution("conv1_1", 4, 4)], InputNormalization.Unit, PaddingMode.Zero,
        ""));

    [Fact]
    public void Map_of_another_width_is_refused()
    {
        var maps = new Dictionary<LayerName, LinearMap> { [VggLayers.Of(1, 1)] = new(5, 1, new double[5], [0], 64) };

        Assert.Throws<ArgumentException>(
            () =>
                Network.Vgg("x", [Convolution("conv1_1", 3, 4)], InputNormalization.Unit, PaddingMode.Zero, "", maps));
    }

    [Fact]
    public void ParameterCount_counts_weights_and_biases() =>
        Assert.Equal((9 * 3 * 4) + 4 + (9 * 4 * 2) + 2,
            Build(Convolution("conv1_1", 3, 4), Convolution("conv1_2", 4, 2)).ParameterCount);

    [Fact]
    public void Layer_that_is_not_there_is_refused_with_those_that_are() => Assert.Equal(
        "The network 'x' has no conv5_4: it has conv1_1, conv1_2.",
        Refusal.Of(() => _ = Build(Convolution("conv1_1", 3, 4), Convolution("conv1_2", 4, 2))[VggLayers.Of(5, 4)]));

    private static Network Build(params Convolution[] convolutions) =>
        Network.Vgg("x", convolutions, InputNormalization.Unit, PaddingMode.Zero, "");

    private static Convolution Convolution(string layer, int inputs, int outputs) =>
        new(LayerName.Parse(layer), inputs, outputs, new float[9 * inputs * outputs], new float[outputs]);
}
