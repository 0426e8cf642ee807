using Impasto.Networks;
using Impasto.Objectives;

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
        Assert.Equal(pixels, Vgg.Layer(LayerName.Parse(layer)).Radius);

    [Theory]
    [InlineData("conv1_1")]
    [InlineData("conv3_1")]
    [InlineData("conv5_1")]
    public void Of_everything_is_one_everywhere(string layer)
    {
        LayerName name = LayerName.Parse(layer);

        float[] weights = LayerGuide.Of(Guide(_ => 1), (Side, Side), name, Vgg)!;

        Assert.Equal(Side / Vgg.StrideOf(name) * (Side / Vgg.StrideOf(name)), weights.Length);
        Assert.All(weights, weight => Assert.Equal(1, weight));
    }

    [Theory]
    [InlineData(97, 131)]
    [InlineData(60, 400)]
    public void Of_a_rough_guide_is_eroded_as_by_definition(int width, int height)
    {
        var random = new Random(7);
        float[] guide = [.. Enumerable.Range(0, width * height).Select(_ => 0.6f + (0.4f * random.NextSingle()))];
        LayerName layer = VggLayers.Of(4, 1);
        int stride = Vgg.StrideOf(layer), reach = Vgg.Layer(layer).Radius - (3 * stride);

        float[] found = LayerGuide.Of(guide, (width, height), layer, Vgg)!;

        Assert.Equal(6, reach);
        Assert.Equal(Squares(), found);

        float[] Squares() => [.. from row in Enumerable.Range(0, height / stride)
            from column in Enumerable.Range(0, width / stride)
            select Square(row * stride, column * stride)];

        float Square(int top, int left)
        {
            float sum = 0;
            for (int y = top; y < top + stride; y++)
            {
                for (int x = left; x < left + stride; x++)
                    sum += Least(y, x);
            }

            float mean = sum / (stride * stride);
            return mean * mean;
        }

        float Least(int y, int x)
        {
            float least = 1;
            for (int row = Math.Max(0, y - reach); row <= Math.Min(height - 1, y + reach); row++)
            {
                for (int column = Math.Max(0, x - reach); column <= Math.Min(width - 1, x + reach); column++)
                    least = Math.Min(least, guide[(row * width) + column]);
            }

            return least;
        }
    }

    [Fact]
    public void Of_soft_guides_enter_squared() =>
        Assert.All(
            LayerGuide.Of(Guide(_ => 0.5f), (Side, Side), VggLayers.Of(2, 1), Vgg)!,
            weight => Assert.Equal(0.25f, weight));

    [Fact]
    public void Of_a_half_is_shrunk_at_its_inner_edge_only_where_the_layer_sees_across_it()
    {
        // conv5_1 reaches 70 pixels less 3 positions of 16: 22 pixels, so that columns up to 128 - 22 = 106 are whole.
        float[] half = Guide(x => x < 128 ? 1 : 0);

        float[] shallow = LayerGuide.Of(half, (Side, Side), VggLayers.Of(1, 1), Vgg)!,
            deep = LayerGuide.Of(half, (Side, Side), VggLayers.Of(5, 1), Vgg)!;

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

        float[] deep = LayerGuide.Of(strip, (Side, Side), VggLayers.Of(5, 1), Vgg)!;

        Assert.Equal([0, 0, 0, 0, 1, 1, 0], deep[..7]);
    }

    [Fact]
    public void Of_a_strip_that_would_lose_three_quarters_is_not_shrunk()
    {
        // 64 pixels less 22 on each side are 20, two positions of 10/16 each, squared 0.78 of 4.
        float[] deep = LayerGuide.Of(Guide(x => x is >= 64 and < 128 ? 1 : 0), (Side, Side), VggLayers.Of(5, 1), Vgg)!;

        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 0], deep[..9]);
    }

    [Fact]
    public void Of_a_spot_of_fewer_than_four_positions_is_none_at_that_layer()
    {
        float[] spot = new float[Side * Side];
        for (int i = 0; i < 48 * 16; i++)
            spot[(i / 48 * Side) + (i % 48)] = 1;

        Assert.Null(LayerGuide.Of(spot, (Side, Side), VggLayers.Of(5, 1), Vgg));
        Assert.NotNull(LayerGuide.Of(spot, (Side, Side), VggLayers.Of(4, 1), Vgg));
    }

    [Fact]
    public void Of_sizes_that_no_stride_divides_drop_the_last_positions() =>
        Assert.Equal(
            3 * 2,
            LayerGuide.Of(new float[39 * 55].Select(_ => 1f).ToArray(), (55, 39), VggLayers.Of(5, 1), Vgg)!.Length);

    private static float[] Guide(Func<int, float> value) =>
        [.. Enumerable.Range(0, Side * Side).Select(i => value(i % Side))];
}
