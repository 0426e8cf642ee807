using Impasto.Losses;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Numerics;
using Impasto.Storage;
using Impasto.Tiles;

namespace Impasto.Objectives;

/// <summary>The content's features at one layer, tile after tile: of each what it owns, C x rows x columns.</summary>
internal sealed class ContentTarget
{
    private readonly LayerName _layer;
    private readonly PixelBuffer _values;
    private readonly long[] _starts;
    private double _energy;

    /// <summary>Makes room.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="channels">C.</param>
    /// <param name="grid">The picture's tiles.</param>
    /// <param name="store">Where the features lie.</param>
    public ContentTarget(LayerName layer, int channels, TileGrid grid, PixelStore store)
    {
        _layer = layer;
        _starts = new long[grid.Tiles.Count];
        long length = 0;
        for (int i = 0; i < _starts.Length; i++)
        {
            _starts[i] = length;
            length += channels * grid.Tiles[i].Owned(layer).Count;
        }

        _values = store.Create(length);
    }

    /// <summary>Keeps a tile's features.</summary>
    public void Add(int index, Tile tile, LayerFeatures features)
    {
        PixelArea owned = tile.Owned(_layer);
        using PixelPiece target = _values.Open(_starts[index], (int)(features.Channels * owned.Count), PieceUse.Write);
        int at = 0;
        foreach (int row in Rows(owned, features))
        {
            features.Values.AsSpan(row, owned.Width).CopyTo(target.Values[at..]);
            at += owned.Width;
        }

        _energy += ContentLoss.Energy(target.Values);
    }

    /// <summary>A tile's part of the loss before the layer's weight, and weight times its derivative on what the tile owns.</summary>
    /// <param name="index">The tile's number.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="current">The tile's features.</param>
    /// <param name="scale">Scale of the loss, and factor on the derivative only.</param>
    /// <param name="gradient">Receives the derivative, C x H x W of the tile; must be zero where the tile owns nothing.</param>
    public double Evaluate(
        int index, Tile tile, LayerFeatures current, (LossConvention Convention, double Weight) scale, float[] gradient)
    {
        PixelArea owned = tile.Owned(_layer);
        using PixelPiece target = _values.Open(_starts[index], (int)(current.Channels * owned.Count), PieceUse.Read);
        double k = ContentLoss.Scale(scale.Convention, _energy, _values.Length), squares = 0;
        float slope = (float)(2 * k * scale.Weight);
        int at = 0;
        foreach (int row in Rows(owned, current))
        {
            squares += VectorMath.AddDifferences(
                current.Values.AsSpan(row, owned.Width), target.Values.Slice(at, owned.Width), slope, gradient.AsSpan(row, owned.Width));
            at += owned.Width;
        }

        return k * squares;
    }

    // Where each row that the tile owns begins among the tile's features.
    private static IEnumerable<int> Rows(PixelArea owned, LayerFeatures features)
    {
        for (int c = 0; c < features.Channels; c++)
        {
            for (int y = owned.Top; y < owned.Bottom; y++)
                yield return (((c * features.Height) + y) * features.Width) + owned.Left;
        }
    }
}
