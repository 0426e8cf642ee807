using Impasto.Networks;
using Impasto.Objectives;
using Impasto.Tiles;

namespace Impasto.Tests.Objectives;

public sealed class LayerGuideTests
{
    private const int Side = 256;
    private static readonly Network Vgg = TestNetworks.Vgg();

    [Theory]
    [InlineData("conv1_1", 1)]
    [InlineData("conv2_1", 4)]
    [InlineData("conv3_1", 10)]
    [InlineData("conv4_1", 30)]
    [InlineData("conv4_2", 38)]
    [InlineData("conv5_1", 70)]
    public void Reach_is_half_the_receptive_field_of_vgg19(string layer, int pixels) =>
        Assert.Equal(pixels, ReceptiveField.Radius(Vgg, LayerName.Parse(layer)));

    [Theory]
    [InlineData("conv1_1")]
    [InlineData("conv3_1")]
    [InlineData("conv5_1")]
    public void Of_everything_is_one_everywhere(string layer)
    {
        LayerName name = LayerName.Parse(layer);

        float[] weights = LayerGuide.Of(Guide(_ => 1), (Side, Side), name, Vgg)!;

        Assert.Equal(Side / name.Stride * (Side / name.Stride), weights.Length);
        Assert.All(weights, weight => Assert.Equal(1, weight));
    }

    [Fact]
    public void Of_soft_guides_enter_squared() =>
        Assert.All(LayerGuide.Of(Guide(_ => 0.5f), (Side, Side), new LayerName(2, 1), Vgg)!, weight => Assert.Equal(0.25f, weight));

    [Fact]
    public void Of_a_half_is_shrunk_at_its_inner_edge_only_where_the_layer_sees_across_it()
    {
        // conv5_1 reaches 70 pixels less 3 positions of 16: 22 pixels, so that columns up to 128 - 22 = 106 are whole.
        float[] half = Guide(x => x < 128 ? 1 : 0);

        float[] shallow = LayerGuide.Of(half, (Side, Side), new LayerName(1, 1), Vgg)!, deep = LayerGuide.Of(half, (Side, Side), new LayerName(5, 1), Vgg)!;

        Assert.Equal(half, shallow);
        for (int column = 0; column < 16; column++)
        {
            double covered = Math.Clamp((106 - (column * 16.0)) / 16, 0, 1);
            Assert.Equal(covered * covered, deep[column], 1e-6);
        }
    }

    [Fact]
    public void Of_a_strip_that_would_vanish_is_not_shrunk()
    {
        float[] strip = Guide(x => x is >= 64 and < 96 ? 1 : 0);

        float[] deep = LayerGuide.Of(strip, (Side, Side), new LayerName(5, 1), Vgg)!;

        Assert.Equal([0, 0, 0, 0, 1, 1, 0], deep[..7]);
    }

    [Fact]
    public void Of_a_strip_of_which_less_than_a_quarter_would_be_left_is_not_shrunk()
    {
        // 64 pixels less 22 on each side are 20, two positions of 10/16 each, squared 0.78 of 4.
        float[] deep = LayerGuide.Of(Guide(x => x is >= 64 and < 128 ? 1 : 0), (Side, Side), new LayerName(5, 1), Vgg)!;

        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 0], deep[..9]);
    }

    [Fact]
    public void Of_a_spot_of_fewer_than_four_positions_is_none_at_that_layer()
    {
        float[] spot = new float[Side * Side];
        for (int i = 0; i < 48 * 16; i++)
            spot[(i / 48 * Side) + (i % 48)] = 1;

        Assert.Null(LayerGuide.Of(spot, (Side, Side), new LayerName(5, 1), Vgg));
        Assert.NotNull(LayerGuide.Of(spot, (Side, Side), new LayerName(4, 1), Vgg));
    }

    [Fact]
    public void Of_sizes_that_no_stride_divides_drop_the_last_positions() =>
        Assert.Equal(3 * 2, LayerGuide.Of(new float[39 * 55].Select(_ => 1f).ToArray(), (55, 39), new LayerName(5, 1), Vgg)!.Length);

    private static float[] Guide(Func<int, float> value) => [.. Enumerable.Range(0, Side * Side).Select(i => value(i % Side))];
}
