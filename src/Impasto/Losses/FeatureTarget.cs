using Impasto.Moments;
using Impasto.Networks;
using Impasto.Numerics;
using Impasto.Storage;
using Impasto.Tiles;

namespace Impasto.Losses;

/// <summary>
/// Features of the content at one layer, stored tile by tile: for each tile its owned positions, C x rows x columns.
/// </summary>
public sealed class FeatureTarget
{
    // Keeps the loss finite if all features of the content are zero.
    private const double Smallest = 1e-30;

    private readonly int _stride;
    private readonly PixelBuffer _values;
    private readonly long[] _starts;
    private double? _energy;

    /// <summary>Creates the storage, filled with zeros.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="grid">The picture's tiles.</param>
    /// <param name="store">Stores the features.</param>
    internal FeatureTarget(LayerInfo layer, TileGrid grid, PixelStore store)
    {
        _stride = layer.Stride;
        Channels = layer.Channels;
        Tiles = grid.Tiles;
        _starts = new long[grid.Tiles.Count];
        long length = 0;
        for (int i = 0; i < _starts.Length; i++)
        {
            _starts[i] = length;
            length += layer.Channels * grid.Tiles[i].Owned(_stride).Count;
        }

        _values = store.Create(length);
    }

    /// <summary>Sum of the squares of all values, sum P^2, or what is held in its place.</summary>
    public double Energy
    {
        get => _energy ??= SumOfSquares();
        internal set => _energy = value;
    }

    /// <summary>Number of values, C M.</summary>
    public long Count => _values.Length;

    /// <summary>The least divisor of a relative loss: above 0 for the features of a flat painting.</summary>
    internal double LeastEnergy { get; set; } = Smallest;

    /// <summary>C.</summary>
    internal int Channels { get; }

    /// <summary>The picture's tiles.</summary>
    internal IReadOnlyList<Tile> Tiles { get; }

    /// <summary>k = 1 / the divisor of a content loss.</summary>
    /// <param name="mode">The convention's divisor.</param>
    public double Scale(ContentScaleMode mode) =>
        1 / (mode == ContentScaleMode.Relative ? Math.Max(Energy, LeastEnergy) : _values.Length);

    /// <summary>
    /// Computes sum (F - P)^2 over a tile's owned positions, and adds 2 factor (F - P) to its gradient.
    /// </summary>
    /// <param name="context">The tile's features and gradient.</param>
    /// <param name="factor">Factor on the derivative.</param>
    public double AddDifferences(MapContext context, double factor)
    {
        ArgumentNullException.ThrowIfNull(context);
        PixelArea owned = context.Owned;
        int count = checked((int)(context.Features.Channels * owned.Count));
        using PixelPiece target = _values.Open(_starts[context.Tile], count, PieceUse.Read);
        float slope = (float)(2 * factor);
        double squares = 0;
        int at = 0;
        foreach (int row in context.Rows())
        {
            squares += VectorMath.AddDifferences(
                context.Features.Values.AsSpan(row, owned.Width),
                target.Values.Slice(at, owned.Width),
                slope,
                context.Gradient.AsSpan(row, owned.Width));
            at += owned.Width;
        }

        return squares;
    }

    /// <summary>Copies the features of a tile's owned positions, C x rows x columns.</summary>
    /// <param name="tile">The tile's number.</param>
    /// <param name="values">Receives the values; at most as long as the tile's features.</param>
    public void Read(int tile, Span<float> values) => _values.Read(_starts[tile], values);

    /// <summary>Stores a tile's features.</summary>
    internal void Add(int index, Tile tile, LayerFeatures features)
    {
        PixelArea owned = tile.Owned(_stride);
        int count = checked((int)(features.Channels * owned.Count));
        using PixelPiece target = _values.Open(_starts[index], count, PieceUse.Write);
        int at = 0;
        foreach (int row in MapContext.RowsOf(owned, features))
        {
            features.Values.AsSpan(row, owned.Width).CopyTo(target.Values[at..]);
            at += owned.Width;
        }

        _energy = null;
    }

    /// <summary>Opens one channel of a tile's owned positions, rows x columns.</summary>
    /// <param name="tile">The tile's number.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="use">What is done with the values.</param>
    internal PixelPiece Open(int tile, int channel, PieceUse use)
    {
        int count = (int)Tiles[tile].Owned(_stride).Count;
        if (use.HasFlag(PieceUse.Write))
            _energy = null;
        return _values.Open(_starts[tile] + ((long)channel * count), count, use);
    }

    /// <summary>Sum of the squares of all values less their channel's mean.</summary>
    internal double Variation()
    {
        double energy = 0;
        for (int channel = 0; channel < Channels; channel++)
        {
            double sum = 0;
            for (int tile = 0; tile < Tiles.Count; tile++)
            {
                using PixelPiece piece = Open(tile, channel, PieceUse.Read);
                foreach (float value in piece.Values)
                    sum += value;
            }

            energy += sum * sum;
        }

        return Energy - (energy * Channels / Count);
    }

    private double SumOfSquares()
    {
        double sum = 0;
        for (int tile = 0; tile < Tiles.Count; tile++)
        {
            int count = (int)(Channels * Tiles[tile].Owned(_stride).Count);
            using PixelPiece piece = _values.Open(_starts[tile], count, PieceUse.Read);
            sum += VectorMath.Dot(piece.Values, piece.Values);
        }

        return sum;
    }
}
