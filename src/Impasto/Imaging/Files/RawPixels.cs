namespace Impasto.Imaging.Files;

/// <summary>Pixels of a file that was decoded here: rows from the top, channels of a pixel beside each other.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 grey, 2 grey and alpha, 3 colours, 4 colours and alpha.</param>
/// <param name="Values">Bytes, words of 16 bits, or linear light in floating point; empty for a header.</param>
internal sealed record RawPixels(int Width, int Height, int Channels, Array Values)
{
    /// <summary>The colours, if the file names them by a profile. Default: none.</summary>
    public byte[]? Profile { get; init; }

    /// <summary>Dots per millimetre across and down; null (the default) if unknown.</summary>
    public (double X, double Y)? Resolution { get; init; }
}
