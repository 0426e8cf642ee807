using Impasto.Engines;
using Impasto.Matching;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Tiles;

namespace Impasto.Tests.Matching;

public sealed class HypercolumnTests
{
    [Fact]
    public void ReadRow_takes_the_mean_of_finer_layers_and_the_position_of_coarser_ones()
    {
        Network network = TestNetworks.Vgg();
        var column = Hypercolumn.Of(network);
        Dictionary<LayerName, LayerFeatures> maps = column.Layers.ToDictionary(layer => layer.Name, Map);
        float[] row = new float[column.Length * 4];

        column.ReadRow(
            new Features(new Dictionary<LayerName, IReadOnlyList<LayerMoments>>(), maps),
            new PixelArea(0, 0, 4, 4), 3, row, 4);

        // Values are 1000 channel + 10 y + x. Stride 4: row 3; stride 8: row 1.
        int stride4 = 4 * Before("conv3_1"), stride8 = 4 * Before("conv4_1");
        Assert.Equal([30f, 31, 32, 33], row[stride4..(stride4 + 4)]);
        Assert.Equal([10f, 10, 11, 11], row[stride8..(stride8 + 4)]);

        int Before(string name) =>
            column.Layers.TakeWhile(layer => layer.Name.Text != name).Sum(layer => layer.Channels);
    }

    [Theory]
    [InlineData("whole", 6)]
    [InlineData("shallow", 1)]
    public void Of_a_network_are_the_layers_that_it_has(string kind, int layers) => Assert.Equal(
        layers, Hypercolumn.Of(kind == "whole" ? TestNetworks.Whole() : TestNetworks.Shallow()).Layers.Count);

    [Fact]
    public void ReadRow_of_a_finer_layer_is_the_mean_of_its_cells()
    {
        var column = Hypercolumn.Of(TestNetworks.Shallow());
        LayerInfo layer = column.Layers[0];
        float[] row = new float[layer.Channels * 4];

        column.ReadRow(
            new Features(
                new Dictionary<LayerName, IReadOnlyList<LayerMoments>>(),
                new Dictionary<LayerName, LayerFeatures> { [layer.Name] = Map(layer) }),
            new PixelArea(0, 0, 4, 4), 3, row, 4);

        // Rows 6 and 7 of stride 2.
        Assert.Equal([65.5f, 67.5f, 69.5f, 71.5f], row[..4]);
        Assert.Equal([1065.5f, 1067.5f], row[4..6]);
    }

    [Fact]
    public void ReadRow_of_one_layer_by_itself_has_every_position_of_its_cells()
    {
        LayerInfo layer = TestNetworks.Vgg().Layer(LayerName.Parse("conv2_1"));
        var column = Hypercolumn.Of(layer);
        float[] row = new float[column.Length * 3];

        column.ReadRow(
            new Features(
                new Dictionary<LayerName, IReadOnlyList<LayerMoments>>(),
                new Dictionary<LayerName, LayerFeatures> { [layer.Name] = Map(layer) }),
            new PixelArea(1, 0, 3, 4), 3, row, 3);

        // Stride 2: four positions to a cell, in rows 6 and 7 and from column 2 on, channel after channel.
        Assert.Equal(4 * layer.Channels, column.Length);
        Assert.Equal([62f, 64, 66, 63, 65, 67, 72, 74, 76, 73, 75, 77, 1062], row[..13]);
        Assert.Equal(column.Length, column.LengthOf(layer));
    }

    private static LayerFeatures Map(LayerInfo layer)
    {
        int side = 16 / layer.Stride;
        return new LayerFeatures(layer.Channels, side, side, [.. Enumerable.Range(0, layer.Channels * side * side)
            .Select(i => (1000f * (i / (side * side))) + (10 * (i / side % side)) + (i % side))]);
    }
}
