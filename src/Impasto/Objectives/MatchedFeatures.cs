using Impasto.Losses;
using Impasto.Matching;
using Impasto.Storage;
using Impasto.Tiles;

namespace Impasto.Objectives;

/// <summary>Arranges a painting's features at one layer as a picture's positions match it.</summary>
/// <remarks>
/// A finer layer's features are taken cell by cell of the grid, all positions of a cell from the cell that it matches.
/// A coarser layer's are the mean of what the cells of the position match.
/// </remarks>
internal static class MatchedFeatures
{
    /// <summary>Leaves of a target what belongs to cells in which the photograph stays.</summary>
    /// <param name="field">The matches.</param>
    /// <param name="stride">The layer's stride.</param>
    /// <param name="target">The photograph's features; changed.</param>
    public static void Keep(MatchField field, int stride, FeatureTarget target)
    {
        for (int tile = 0; tile < target.Tiles.Count; tile++)
        {
            var place = new Place(field, target.Tiles[tile], stride);
            float[] shares = new float[place.Count];
            foreach ((int position, int cell) in place.Cells())
                shares[position] += field.Matches[cell] == MatchField.Photo ? place.Share(position) : 0;
            for (int channel = 0; channel < target.Channels; channel++)
            {
                using PixelPiece values = target.Open(tile, channel, PieceUse.Change);
                for (int i = 0; i < shares.Length; i++)
                    values.Values[i] *= shares[i];
            }
        }
    }

    /// <summary>Adds a painting's features to a target.</summary>
    /// <param name="field">The matches.</param>
    /// <param name="style">The painting's number.</param>
    /// <param name="stride">The layer's stride.</param>
    /// <param name="painted">The painting's features.</param>
    /// <param name="target">The target; changed.</param>
    public static void Add(MatchField field, int style, int stride, FeatureTarget painted, FeatureTarget target)
    {
        int width = field.Styles[style].Width / stride, height = field.Styles[style].Height / stride;
        (int[] Positions, int[] Sources, float[] Shares)[] moves =
            [.. target.Tiles.Select(tile => Moves(field, style, new Place(field, tile, stride), (width, height)))];
        float[] plane = new float[width * height];
        for (int channel = 0; channel < target.Channels; channel++)
        {
            Gather(painted, channel, stride, plane, width);
            for (int tile = 0; tile < moves.Length; tile++)
            {
                (int[] positions, int[] sources, float[] shares) = moves[tile];
                using PixelPiece values = target.Open(tile, channel, PieceUse.Change);
                for (int i = 0; i < positions.Length; i++)
                    values.Values[positions[i]] += shares[i] * plane[sources[i]];
            }
        }
    }

    private static (int[] Positions, int[] Sources, float[] Shares) Moves(
        MatchField field, int style, Place place, (int Width, int Height) painted)
    {
        List<int> positions = [], sources = [];
        List<float> shares = [];
        int first = field.Starts[style], end = field.Starts[style + 1];
        int columns = Hypercolumn.Grid(field.Styles[style]).Width;
        foreach ((int position, int cell) in place.Cells())
        {
            int match = field.Matches[cell];
            if (match < first || match >= end)
                continue;
            (int row, int column) = Math.DivRem(match - first, columns);
            (int x, int y) = place.Source(position, cell, row, column);
            positions.Add(position);
            sources.Add((Math.Min(y, painted.Height - 1) * painted.Width) + Math.Min(x, painted.Width - 1));
            shares.Add(place.Share(position));
        }

        return ([.. positions], [.. sources], [.. shares]);
    }

    // One channel of all tiles as one plane.
    private static void Gather(FeatureTarget painted, int channel, int stride, float[] plane, int width)
    {
        for (int tile = 0; tile < painted.Tiles.Count; tile++)
        {
            PixelArea owned = painted.Tiles[tile].OwnedInPicture(stride);
            using PixelPiece values = painted.Open(tile, channel, PieceUse.Read);
            for (int row = 0; row < owned.Height; row++)
            {
                values.Values.Slice(row * owned.Width, owned.Width)
                    .CopyTo(plane.AsSpan(((owned.Top + row) * width) + owned.Left));
            }
        }
    }

    /// <summary>The positions of a layer that a tile owns, and the grid's cells that they lie in or contain.</summary>
    private sealed class Place
    {
        private readonly PixelArea _owned;
        private readonly int _finer;
        private readonly int _coarser;
        private readonly (int Width, int Height) _grid;

        public Place(MatchField field, Tile tile, int stride)
        {
            _owned = tile.OwnedInPicture(stride);
            _finer = Math.Max(1, Hypercolumn.Stride / stride);
            _coarser = Math.Max(1, stride / Hypercolumn.Stride);
            _grid = field.Grid;
        }

        public int Count => (int)_owned.Count;

        /// <summary>Every position with each of its cells.</summary>
        public IEnumerable<(int Position, int Cell)> Cells()
        {
            for (int position = 0; position < Count; position++)
            {
                (int y, int x) = At(position);
                if (_coarser == 1)
                {
                    int row = Math.Min(y / _finer, _grid.Height - 1), column = Math.Min(x / _finer, _grid.Width - 1);
                    yield return (position, (row * _grid.Width) + column);
                    continue;
                }

                for (int row = y * _coarser; row < Math.Min((y + 1) * _coarser, _grid.Height); row++)
                {
                    for (int column = x * _coarser; column < Math.Min((x + 1) * _coarser, _grid.Width); column++)
                        yield return (position, (row * _grid.Width) + column);
                }
            }
        }

        /// <summary>The weight of each cell of a position: they sum to 1.</summary>
        public float Share(int position)
        {
            (int y, int x) = At(position);
            int rows = Math.Min((y + 1) * _coarser, _grid.Height) - (y * _coarser),
                columns = Math.Min((x + 1) * _coarser, _grid.Width) - (x * _coarser);
            return _coarser == 1 ? 1 : 1f / (rows * columns);
        }

        /// <summary>The painting's position whose feature a position takes.</summary>
        public (int X, int Y) Source(int position, int cell, int row, int column)
        {
            if (_coarser > 1)
                return (column / _coarser, row / _coarser);
            (int y, int x) = At(position);
            (int cellRow, int cellColumn) = Math.DivRem(cell, _grid.Width);
            return ((column * _finer) + x - (cellColumn * _finer), (row * _finer) + y - (cellRow * _finer));
        }

        private (int Y, int X) At(int position) =>
            (_owned.Top + (position / _owned.Width), _owned.Left + (position % _owned.Width));
    }
}
