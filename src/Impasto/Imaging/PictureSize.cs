namespace Impasto.Imaging;

/// <summary>The size of a picture in pixels.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public readonly record struct PictureSize(int Width, int Height)
{
    /// <summary>Number of pixels.</summary>
    public long Pixels => (long)Width * Height;

    /// <summary>Length of the longer side.</summary>
    public int Longer => Math.Max(Width, Height);

    /// <summary>Length of the shorter side.</summary>
    public int Shorter => Math.Min(Width, Height);

    /// <summary>The size as people write it: 640 x 480.</summary>
    public override string ToString() => $"{Width} x {Height}";
}
