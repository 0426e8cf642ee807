namespace Impasto;

/// <summary>How one scale of a run is done.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Steps">Steps of the optimiser.</param>
public sealed record StylizePlanScale(int Width, int Height, int Steps)
{
    /// <summary>Tiles the picture is cut into; 1 for a picture in one piece.</summary>
    public int Tiles { get; init; } = 1;

    /// <summary>Columns of the largest tile, its margins included.</summary>
    public int TileWidth { get; init; } = Width;

    /// <summary>Rows of the largest tile, its margins included.</summary>
    public int TileHeight { get; init; } = Height;

    /// <summary>Whether the network's first blocks are done in bands of rows, one after the other: about half the memory, a tenth more time, the same gradient to rounding.</summary>
    public bool InBands { get; init; }

    /// <summary>Whether pixels and the optimiser's vectors lie in temporary files.</summary>
    public bool OnDisk { get; init; }

    /// <summary>Steps that L-BFGS remembers; 0 for Adam.</summary>
    public int History { get; init; }

    /// <summary>Bytes that the scale takes.</summary>
    public long Bytes { get; init; }

    /// <summary>Longest side of a tile's core.</summary>
    internal int Core { get; init; }
}
