using Impasto.Networks;
using Impasto.Tests.Networks.Weights;

namespace Impasto.Tests.Networks;

public sealed class LayerWeightsTests
{
    [Theory]
    [InlineData("conv1_1=1,conv2_1=0.75", "conv1_1=1,conv2_1=0.75")]
    [InlineData(" conv5_1 = 2e-1 , relu1_2 ", "conv1_2=1,conv5_1=0.2")]
    [InlineData("conv3_1=0", "conv3_1=0")]
    [InlineData("", "")]
    public void Parse_gives_layers_in_order(string text, string expected)
    {
        LayerWeights weights = LayerWeights.Parse(text);

        Assert.Equal(expected, weights.ToString());
        Assert.Equal(weights, LayerWeights.Parse(weights.ToString()));
        Assert.Equal(weights.GetHashCode(), LayerWeights.Parse(weights.ToString()).GetHashCode());
    }

    [Theory]
    [InlineData("conv1_1=1,relu1_1=2", "conv1_1 is given twice.")]
    [InlineData("conv1_1=-1", "Expected a weight of 0 or more for conv1_1, got -1.")]
    [InlineData("conv1_1=NaN", "Expected a weight of 0 or more for conv1_1, got NaN.")]
    [InlineData("conv1_1=Infinity", "Expected a weight of 0 or more for conv1_1, got Infinity.")]
    [InlineData("conv1_1=much", "Expected a number after 'conv1_1=', got 'much'.")]
    [InlineData("conv1_1=", "Expected a number after 'conv1_1=', got ''.")]
    [InlineData("pool1=1", "Unknown layer 'pool1': expected a name from conv1_1 to conv5_4.")]
    public void Parse_other_text_is_refused(string text, string expected) =>
        Assert.Equal(expected, Refusal.Of(() => LayerWeights.Parse(text)));

    [Fact]
    public void Used_leaves_out_layers_that_count_nothing()
    {
        LayerWeights weights = LayerWeights.Parse("conv4_1=0,conv2_1=3,conv1_1=0.5");

        Assert.Equal([VggLayers.Of(1, 1), VggLayers.Of(2, 1)], weights.Used);
        Assert.Equal(3.5, weights.Sum);
        Assert.Equal(3, weights.Count);
    }
}
