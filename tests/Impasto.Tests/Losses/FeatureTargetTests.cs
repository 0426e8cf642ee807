using Impasto.Losses;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Storage;
using Impasto.Tiles;

namespace Impasto.Tests.Losses;

/// <summary>Features in tiles against plain loops in double precision over the whole layer.</summary>
public sealed class FeatureTargetTests
{
    // Odd sides: pooling drops the last row and column, which no tile owns.
    private const int Width = 41, Height = 31, Stride = 2, Channels = 3;
    private const int Columns = Width / Stride, Rows = Height / Stride;

    private static readonly LayerName Layer = LayerName.Parse("conv2_1");
    private static readonly LayerInfo Info = new(Layer, 0, new NodeGeometry(Channels, Stride, 0, 0));
    private static readonly float[] Content = TestNetworks.Values(new Random(1), Channels * Rows * Columns, 1);
    private static readonly float[] Current = TestNetworks.Values(new Random(2), Content.Length, 1);

    public static TheoryData<int, bool> Layouts => new() { { 1 << 20, false }, { 6, false }, { 6, true } };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Energy_and_count_are_those_of_the_whole_layer(int core, bool onDisk)
    {
        using var folder = new ScratchFolder();
        using var store = new PixelStore(onDisk ? folder.Path : null);

        FeatureTarget target = Target(Grid(core), store);

        Assert.Equal(Content.Sum(value => (double)value * value), target.Energy, 1e-9 * target.Energy);
        Assert.Equal(Content.Length, target.Count);
        Assert.Equal(1.0 / Content.Length, target.Scale(ContentScaleMode.Mean), 12);
        Assert.Equal(1 / target.Energy, target.Scale(ContentScaleMode.Relative), 12);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void AddDifferences_of_all_tiles_is_the_distance_of_the_whole_and_its_derivative(int core, bool onDisk)
    {
        using var folder = new ScratchFolder();
        using var store = new PixelStore(onDisk ? folder.Path : null);
        TileGrid grid = Grid(core);
        FeatureTarget target = Target(grid, store);
        double[] gradient = new double[Content.Length];
        double squares = 0;

        for (int i = 0; i < grid.Tiles.Count; i++)
        {
            MapContext context = Context(grid, i);
            squares += target.AddDifferences(context, factor: 0.75);
            AddOwned(grid.Tiles[i], context, gradient);
        }

        Assert.Equal(Distance(), squares, 1e-6 * squares);
        double[] expected = [.. Current.Zip(Content, (f, p) => 2 * 0.75 * ((double)f - p))];
        Agreement.Close(expected, gradient, 1e-6);
    }

    [Fact]
    public void AddDifferences_leaves_the_gradient_of_other_tiles_positions_alone()
    {
        using var store = new PixelStore();
        TileGrid grid = Grid(6);
        MapContext context = Context(grid, 0);
        context.Gradient.AsSpan().Fill(100);

        Target(grid, store).AddDifferences(context, 1);

        int owned = (int)(Channels * context.Owned.Count);
        Assert.True(owned < context.Gradient.Length);
        Assert.Equal(context.Gradient.Length - owned, context.Gradient.Count(value => value == 100));
    }

    [Fact]
    public void Read_gives_a_tiles_own_features()
    {
        using var store = new PixelStore();
        TileGrid grid = Grid(6);
        FeatureTarget target = Target(grid, store);
        int tile = grid.Tiles.Count / 2;
        LayerFeatures features = Cut(grid.Tiles[tile], Content);
        PixelArea owned = grid.Tiles[tile].Owned(Stride);
        float[] expected = [.. MapContext.RowsOf(owned, features)
            .SelectMany(row => features.Values[row..(row + owned.Width)])];
        float[] found = new float[expected.Length];

        target.Read(tile, found);

        Assert.Equal(expected, found);
    }

    private static double Distance()
    {
        double sum = 0;
        for (int i = 0; i < Content.Length; i++)
            sum += ((double)Current[i] - Content[i]) * ((double)Current[i] - Content[i]);
        return sum;
    }

    private static TileGrid Grid(int core)
    {
        var grid = TileGrid.Of(Width, Height, core, new TileMargins(Stride, 4, 3));
        Assert.True(core > Width || grid.Tiles.Count > 4);
        return grid;
    }

    private static FeatureTarget Target(TileGrid grid, PixelStore store)
    {
        var target = new FeatureTarget(Info, grid, store);
        for (int i = 0; i < grid.Tiles.Count; i++)
            target.Add(i, grid.Tiles[i], Cut(grid.Tiles[i], Content));
        return target;
    }

    private static MapContext Context(TileGrid grid, int index)
    {
        LayerFeatures features = Cut(grid.Tiles[index], Current);
        return new MapContext(Layer, index, grid.Tiles[index].Owned(Stride))
        {
            Features = features,
            Gradient = new float[features.Values.Length],
        };
    }

    // What the network would give for the tile alone, if margins are wide enough.
    private static LayerFeatures Cut(Tile tile, float[] whole)
    {
        (int height, int width) = tile.SizeAt(Stride);
        float[] values = new float[Channels * height * width];
        for (int i = 0; i < values.Length; i++)
            values[i] = whole[InWhole(tile, i / (height * width), i / width % height, i % width)];
        return new LayerFeatures(Channels, height, width, values);
    }

    private static void AddOwned(Tile tile, MapContext context, double[] gradient)
    {
        (int height, int width) = tile.SizeAt(Stride);
        for (int i = 0; i < context.Gradient.Length; i++)
            gradient[InWhole(tile, i / (height * width), i / width % height, i % width)] += context.Gradient[i];
    }

    private static int InWhole(Tile tile, int channel, int row, int column) =>
        (((channel * Rows) + (tile.Area.Top / Stride) + row) * Columns) + (tile.Area.Left / Stride) + column;
}
