using Impasto.Storage;
using Impasto.Tiles;

namespace Impasto.Objectives;

/// <summary>The tiles of one scale of a run, and the storage of its values.</summary>
/// <param name="Core">Longest side of a tile's core in pixels.</param>
/// <param name="Store">Makes the buffers, which are freed when the scale ends.</param>
internal sealed record ScaleLayout(int Core, PixelStore Store)
{
    /// <summary>A core larger than any picture: everything in one piece.</summary>
    public const int Whole = 1 << 24;

    /// <summary>Longest side of a tile's core for a look.</summary>
    public const int LookCore = 512;

    /// <summary>Whether the engine may work in bands.</summary>
    public bool InBands { get; init; }

    /// <summary>
    /// The layout for a look at features that are not kept: tiles small enough to take little memory, large enough to
    /// lose little time.
    /// </summary>
    public ScaleLayout ForLooks => this with { Core = Math.Min(Core, LookCore), InBands = false };

    /// <summary>Arrays for the input of tiles, by their number of pixels.</summary>
    public Dictionary<long, float[]> Inputs { get; } = [];

    /// <summary>
    /// Margins of tiles; null (the default) takes what the network needs. Tests set smaller ones to see the error.
    /// </summary>
    public TileMargins? Margins { get; init; }

    /// <summary>A picture's tiles.</summary>
    public TileGrid Grid(int width, int height, TileMargins margins) =>
        TileGrid.Of(width, height, Core, Margins ?? margins);
}
