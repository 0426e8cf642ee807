using Impasto.Networks;

namespace Impasto.Tests.Networks;

public sealed class VggLayersTests
{
    private static LayerName Named(string text) => LayerName.Parse(text);

    [Fact]
    public void Of_block_and_number_is_the_name() => Assert.Equal(Named("conv3_4"), VggLayers.Of(3, 4));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(6, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 5)]
    public void Of_other_numbers_is_refused(int block, int index) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => VggLayers.Of(block, index));

    [Fact]
    public void Order_is_that_of_the_network()
    {
        LayerName[] layers = [Named("conv5_1"), Named("conv1_2"), Named("conv2_1"), Named("conv1_1")];

        Assert.Equal("conv1_1 conv1_2 conv2_1 conv5_1", string.Join(' ', layers.Order(VggLayers.Order)));
        Assert.Equal(Named("conv5_1"), VggLayers.Deepest(layers));
        Assert.True(VggLayers.IsUpTo(Named("conv2_1"), Named("conv2_1")));
        Assert.False(VggLayers.IsUpTo(Named("conv3_1"), Named("conv2_4")));
    }

    [Fact]
    public void A_block_begins_with_its_first_layer_and_a_pooling_before_all_but_the_first()
    {
        Assert.True(VggLayers.IsFirstOfBlock(Named("conv1_1")));
        Assert.False(VggLayers.PoolsBefore(Named("conv1_1")));
        Assert.True(VggLayers.PoolsBefore(Named("conv2_1")));
        Assert.False(VggLayers.PoolsBefore(Named("conv2_2")));
    }

    [Fact]
    public void Names_of_other_networks_are_refused()
    {
        var other = new LayerName("mixed");

        Assert.Throws<ArgumentException>(() => VggLayers.IsFirstOfBlock(other));
        Assert.Throws<ArgumentException>(() => VggLayers.Deepest([other]));
        Assert.Throws<InvalidOperationException>(() => VggLayers.Deepest([]));
    }
}
