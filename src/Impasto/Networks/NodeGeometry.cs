namespace Impasto.Networks;

/// <summary>Size, reach and cost of the features at one place of a network.</summary>
/// <param name="Channels">How many there are.</param>
/// <param name="Stride">Pixels of the picture between neighbouring positions.</param>
/// <param name="Radius">Pixels that a position sees beyond its own cell of Stride x Stride, on each side.</param>
/// <param name="Multiplications">
/// Of all convolutions so far as they are written, on average a pixel of the picture.
/// </param>
internal readonly record struct NodeGeometry(int Channels, int Stride, int Radius, double Multiplications)
{
    /// <summary>The picture: three channels.</summary>
    public static NodeGeometry Picture { get; } = new(3, 1, 0, 0);
}
