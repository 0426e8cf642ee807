using Impasto.Moments;
using Impasto.Networks;
using Impasto.Tiles;

namespace Impasto.Losses;

/// <summary>Input and output of a term over features, at one layer and on one tile.</summary>
/// <remarks>A picture in one piece is one tile that owns everything.</remarks>
public sealed class MapContext
{
    internal MapContext(LayerName layer, int tile, PixelArea owned)
    {
        Layer = layer;
        Tile = tile;
        Owned = owned;
    }

    /// <summary>The layer.</summary>
    public LayerName Layer { get; }

    /// <summary>Number of the tile, from 0 in the order of rows.</summary>
    public int Tile { get; }

    /// <summary>
    /// Positions of the layer that this tile owns, in the tile's rows and columns; the others belong to other tiles.
    /// </summary>
    public PixelArea Owned { get; }

    /// <summary>The tile's features, C x height x width.</summary>
    public LayerFeatures Features { get; internal set; } = null!;

    /// <summary>
    /// The gradient, C x height x width: a term adds <see cref="Weight"/> * dE/dF at owned positions.
    /// </summary>
    public float[] Gradient { get; internal set; } = [];

    /// <summary>Factor on the derivative: the term's weight.</summary>
    public double Weight { get; internal set; }

    /// <summary>
    /// The start of each owned row in <see cref="Features"/> and <see cref="Gradient"/>: channel after channel, row
    /// after row.
    /// </summary>
    public IEnumerable<int> Rows() => RowsOf(Owned, Features);

    /// <summary>The start of each row of an area in a layer's features: channel after channel, row after row.</summary>
    internal static IEnumerable<int> RowsOf(PixelArea area, LayerFeatures features)
    {
        for (int channel = 0; channel < features.Channels; channel++)
        {
            for (int row = area.Top; row < area.Bottom; row++)
                yield return (((channel * features.Height) + row) * features.Width) + area.Left;
        }
    }
}
