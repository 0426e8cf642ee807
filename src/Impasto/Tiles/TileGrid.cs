namespace Impasto.Tiles;

/// <summary>A picture in tiles: row by row, of nearly equal size, each pixel in one tile's core.</summary>
internal sealed class TileGrid
{
    private TileGrid(int width, int height, IReadOnlyList<Tile> tiles)
    {
        Width = width;
        Height = height;
        Tiles = tiles;
    }

    /// <summary>The picture's columns.</summary>
    public int Width { get; }

    /// <summary>The picture's rows.</summary>
    public int Height { get; }

    /// <summary>All tiles, in the order in which they are worked through.</summary>
    public IReadOnlyList<Tile> Tiles { get; }

    /// <summary>Whether the picture is one piece.</summary>
    public bool IsWhole => Tiles.Count == 1;

    /// <summary>The largest tile's pixels.</summary>
    public PixelArea Largest => Tiles.MaxBy(tile => tile.Area.Count)!.Area;

    /// <summary>
    /// The pixels of all tiles with their margins over those of the picture, at least 1: the cost of margins.
    /// </summary>
    public double Overhead => Tiles.Sum(tile => (double)tile.Area.Count) / ((double)Width * Height);

    /// <summary>Divides a picture into as few tiles as possible, with cores of at most that side.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="core">Longest side of a core that has margins on both sides, in pixels; at least the grid.</param>
    /// <param name="margins">The margins around cores.</param>
    public static TileGrid Of(int width, int height, int core, TileMargins margins)
    {
        List<int> columns = Cuts(width, core, margins), rows = Cuts(height, core, margins);
        List<Tile> tiles = [];
        for (int row = 1; row < rows.Count; row++)
        {
            for (int column = 1; column < columns.Count; column++)
            {
                var inner = new PixelArea(
                    columns[column - 1], rows[row - 1], columns[column] - columns[column - 1],
                    rows[row] - rows[row - 1]);
                tiles.Add(new Tile(inner, Grown(inner, width, height, margins)));
            }
        }

        return new TileGrid(width, height, tiles);
    }

    // The borders between cores, such that tiles with their margins are equally long: those at the edges have one
    // margin only.
    private static List<int> Cuts(int length, int core, TileMargins margins)
    {
        int both = margins.Before + margins.After, longest = Math.Max(core, margins.Grid) + both;
        int count = length <= longest ? 1 : Math.Max(2, ((length - both) + (longest - both) - 1) / (longest - both));
        double tile = (length + ((count - 1) * (double)both)) / count;
        List<int> cuts = [0];
        for (int i = 1; i < count; i++)
        {
            int cut = (int)Math.Round(((i * (tile - both)) + margins.Before) / margins.Grid) * margins.Grid;
            if (cut > cuts[^1] && cut + margins.Grid <= length)
                cuts.Add(cut);
        }

        cuts.Add(length);
        return cuts;
    }

    private static PixelArea Grown(PixelArea core, int width, int height, TileMargins margins)
    {
        int left = Math.Max(0, core.Left - margins.Before), top = Math.Max(0, core.Top - margins.Before);
        return new PixelArea(
            left, top, Math.Min(width, core.Right + margins.After) - left,
            Math.Min(height, core.Bottom + margins.After) - top);
    }
}
