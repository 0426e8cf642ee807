namespace Impasto.Engines.Simd.Decoding;

/// <summary>Some pixels of a decoded piece, and where they go in a picture.</summary>
/// <param name="Left">First column in the piece.</param>
/// <param name="Top">First row in the piece.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal readonly record struct PixelWindow(int Left, int Top, int Width, int Height)
{
    /// <summary>Column of the picture that gets the first column.</summary>
    public int TargetLeft { get; init; }

    /// <summary>Row of the picture that gets the first row.</summary>
    public int TargetTop { get; init; }

    /// <summary>Columns of the picture.</summary>
    public int TargetWidth { get; init; } = Width;

    /// <summary>Rows of the picture.</summary>
    public int TargetHeight { get; init; } = Height;
}
