using Impasto.Networks;

namespace Impasto.Tests.Networks;

public sealed class LayerNameTests
{
    [Theory]
    [InlineData("conv1_1", "conv1_1")]
    [InlineData("relu4_2", "conv4_2")]
    [InlineData("conv5_4", "conv5_4")]
    public void Parse_VGG_layer_gives_its_convolution(string text, string expected)
    {
        LayerName layer = LayerName.Parse(text);

        Assert.Equal(expected, layer.ToString());
        Assert.Equal(new LayerName(expected), layer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("conv6_1")]
    [InlineData("conv1_0")]
    [InlineData("conv1-1")]
    [InlineData("pool1_1")]
    [InlineData("conv1_11")]
    public void Parse_other_text_is_refused_by_name(string text)
    {
        var refusal = Assert.Throws<InvalidOptionsException>(() => LayerName.Parse(text));

        Assert.Contains($"Unknown layer '{text}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_of_another_network_has_any_name_that_stays_readable_in_a_list()
    {
        Assert.Equal("Mixed_5d.branch-3x3", new LayerName("Mixed_5d.branch-3x3").Text);
        Assert.All((string[])["", "a b", "a,b", "a=1"], text =>
            Assert.Throws<ArgumentException>(() => new LayerName(text)));
    }
}
