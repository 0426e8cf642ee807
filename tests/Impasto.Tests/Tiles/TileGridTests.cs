using Impasto.Networks;
using Impasto.Tiles;

namespace Impasto.Tests.Tiles;

public sealed class TileGridTests
{
    private static readonly LayerName Deepest = LayerName.Parse("conv5_1");
    private static readonly TileMargins Margins = TileMargins.Of(TestNetworks.Vgg(), Deepest);

    [Theory]
    [InlineData("conv5_1", 16, 80, 70)]
    [InlineData("conv4_2", 8, 40, 38)]
    [InlineData("conv1_1", 1, 1, 1)]
    public void Of_network_gives_the_receptive_fields_margins(string layer, int grid, int before, int after)
    {
        Assert.Equal(new TileMargins(grid, before, after), TileMargins.Of(TestNetworks.Vgg(), LayerName.Parse(layer)));
    }

    [Theory]
    [InlineData(437, 300, 64)]
    [InlineData(1536, 1024, 512)]
    [InlineData(1000, 17, 100)]
    [InlineData(163, 640, 1)]
    public void Of_every_pixel_and_every_position_is_owned_once(int width, int height, int core)
    {
        var grid = TileGrid.Of(width, height, core, Margins);

        Assert.Equal((long)width * height, grid.Tiles.Sum(tile => tile.Core.Count));
        foreach (LayerName layer in new[] { "conv1_1", "conv3_1", "conv5_1" }.Select(LayerName.Parse))
        {
            int stride = TestNetworks.Vgg().StrideOf(layer), across = width / stride;
            int[] owners = new int[across * (height / stride)];
            foreach (Tile tile in grid.Tiles)
            {
                PixelArea owned = tile.Owned(stride);
                for (int y = owned.Top; y < owned.Bottom; y++)
                {
                    for (int x = owned.Left; x < owned.Right; x++)
                        owners[(((tile.Area.Top / stride) + y) * across) + (tile.Area.Left / stride) + x]++;
                }
            }

            Assert.All(owners, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Of_tiles_begin_on_the_grid_with_margins_inside_the_picture_only()
    {
        var grid = TileGrid.Of(1537, 1023, 256, Margins);

        Assert.All(grid.Tiles, tile =>
        {
            Assert.Equal((0, 0), (tile.Area.Left % 16, tile.Area.Top % 16));
            Assert.Equal(Math.Max(0, tile.Core.Left - 80), tile.Area.Left);
            Assert.Equal(Math.Min(1537, tile.Core.Right + 70), tile.Area.Right);
        });
    }

    [Fact]
    public void Of_tiles_are_equally_large_to_the_grid()
    {
        var grid = TileGrid.Of(1536, 1024, 512, Margins);

        Assert.Equal(6, grid.Tiles.Count);
        Assert.True(grid.Tiles.Max(tile => tile.Area.Width) - grid.Tiles.Min(tile => tile.Area.Width) <= 16);
        Assert.True(grid.Tiles.Max(tile => tile.Area.Height) - grid.Tiles.Min(tile => tile.Area.Height) <= 16);
        Assert.Equal(1.37, grid.Overhead, 2);
    }

    [Fact]
    public void Of_picture_that_fits_is_one_tile_without_margins()
    {
        var grid = TileGrid.Of(660, 512, 512, Margins);

        Assert.Equal([new Tile(new PixelArea(0, 0, 660, 512), new PixelArea(0, 0, 660, 512))], grid.Tiles);
    }
}
