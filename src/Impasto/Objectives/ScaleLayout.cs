using Impasto.Storage;
using Impasto.Tiles;

namespace Impasto.Objectives;

/// <summary>How one scale of a run is cut into tiles, and where its values lie.</summary>
/// <param name="Core">Longest side of a tile's core in pixels.</param>
/// <param name="Store">Makes the buffers; they go when the scale is done.</param>
internal sealed record ScaleLayout(int Core, PixelStore Store)
{
    /// <summary>A core larger than any picture: everything in one piece.</summary>
    public const int Whole = 1 << 24;

    /// <summary>Whether the engine may work in bands.</summary>
    public bool InBands { get; init; }

    /// <summary>Room for tiles by their number of pixels.</summary>
    public Dictionary<long, float[]> Inputs { get; } = [];

    /// <summary>What tiles need around them, where it is not to be what the network needs: the tests' way to see what happens then.</summary>
    public TileMargins? Margins { get; init; }

    /// <summary>A picture's tiles.</summary>
    public TileGrid Grid(int width, int height, TileMargins margins) => TileGrid.Of(width, height, Core, Margins ?? margins);
}
