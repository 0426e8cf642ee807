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
        Assert.Throws<ArgumentException>(() => new Convolution(new LayerName(1, 1), 3, 4, new float[107], new float[4]));
        Assert.Throws<ArgumentException>(() => new Convolution(new LayerName(1, 1), 3, 4, new float[108], new float[5]));
    }

    [Fact]
    public void Map_of_another_width_is_refused()
    {
        var maps = new Dictionary<LayerName, LinearMap> { [new LayerName(1, 1)] = new(5, 1, new double[5], [0], 64) };

        Assert.Throws<ArgumentException>(
            () => new Network("x", [Convolution("conv1_1", 3, 4)], InputNormalization.Unit, PaddingMode.Zero, "", maps));
    }

    [Fact]
    public void ParameterCount_counts_weights_and_biases() =>
        Assert.Equal((9 * 3 * 4) + 4 + (9 * 4 * 2) + 2, Build(Convolution("conv1_1", 3, 4), Convolution("conv1_2", 4, 2)).ParameterCount);

    [Fact]
    public void Layer_that_is_not_there_is_refused_with_those_that_are() => Assert.Equal(
        "The network 'x' has no conv5_4: it has conv1_1, conv1_2.",
        Refusal.Of(() => _ = Build(Convolution("conv1_1", 3, 4), Convolution("conv1_2", 4, 2))[new LayerName(5, 4)]));

    private static Network Build(params Convolution[] convolutions) =>
        new("x", convolutions, InputNormalization.Unit, PaddingMode.Zero, "");

    private static Convolution Convolution(string layer, int inputs, int outputs) =>
        new(LayerName.Parse(layer), inputs, outputs, new float[9 * inputs * outputs], new float[outputs]);
}
