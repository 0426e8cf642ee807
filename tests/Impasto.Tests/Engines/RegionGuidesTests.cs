using Impasto.Engines;
using Impasto.Networks;

namespace Impasto.Tests.Engines;

public sealed class RegionGuidesTests
{
    private static readonly LayerName Layer = LayerName.Parse("conv2_1");

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_weight_that_is_no_weight_is_refused(float weight)
    {
        var failure = Assert.Throws<ArgumentException>(() =>
            new RegionGuides(new Dictionary<LayerName, float[]> { [Layer] = [1, weight] }));

        Assert.Contains("at least 0 at conv2_1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void At_a_layer_without_weights_every_position_counts_one() =>
        Assert.Null(new RegionGuides(new Dictionary<LayerName, float[]> { [Layer] = [1] })
            .At(LayerName.Parse("conv1_1"), 2, 3));
}
