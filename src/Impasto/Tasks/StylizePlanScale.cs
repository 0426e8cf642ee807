using Impasto.Imaging;

namespace Impasto;

/// <summary>How one scale of a run is done.</summary>
/// <param name="Size">The picture's size.</param>
/// <param name="Steps">Steps of the optimiser.</param>
public sealed record StylizePlanScale(PictureSize Size, int Steps)
{
    /// <summary>The last of the steps, in which each layer is matched anew by itself; 0 for none.</summary>
    public int SplitSteps { get; init; }

    /// <summary>Tiles into which the picture is cut; 1 for a picture in one piece.</summary>
    public int Tiles { get; init; } = 1;

    /// <summary>Size of the largest tile, its margins included.</summary>
    public PictureSize TileSize { get; init; } = Size;

    /// <summary>
    /// Whether the network's first blocks are done in bands of rows, one after the other: about half the memory, a
    /// tenth more time, the same gradient to rounding.
    /// </summary>
    public bool InBands { get; init; }

    /// <summary>Whether pixels and the optimiser's vectors lie in temporary files.</summary>
    public bool OnDisk { get; init; }

    /// <summary>The optimiser as it fits: L-BFGS may remember fewer steps than the recipe says.</summary>
    public OptimizerOptions Optimizer { get; init; } = new LbfgsOptions();

    /// <summary>Bytes that the scale takes.</summary>
    public long Bytes { get; init; }

    /// <summary>Longest side of a tile's core.</summary>
    internal int Core { get; init; }
}
