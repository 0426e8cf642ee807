using Impasto.Networks;

namespace Impasto.Tests.Networks;

public sealed class LayerNameTests
{
    [Theory]
    [InlineData("conv1_1", 1, 1, 1)]
    [InlineData("relu4_2", 4, 2, 8)]
    [InlineData("conv5_4", 5, 4, 16)]
    public void Parse_layer_gives_block_index_and_stride(string text, int block, int index, int stride)
    {
        LayerName layer = LayerName.Parse(text);

        Assert.Equal((block, index, stride), (layer.Block, layer.Index, layer.Stride));
        Assert.Equal($"conv{block}_{index}", layer.ToString());
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
        ImpastoException refusal = Assert.Throws<ImpastoException>(() => LayerName.Parse(text));

        Assert.Contains($"'{text}'", refusal.Message, StringComparison.Ordinal);
    }
}
