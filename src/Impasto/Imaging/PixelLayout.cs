namespace Impasto.Imaging;

/// <summary>
/// How the bytes of one pixel lie in memory: the channels in their order, then the bits of the whole pixel.
/// </summary>
/// <remarks>
/// Rows follow each other from the top, pixels from the left. Values are sRGB-encoded. Unless the name says
/// premultiplied, alpha is straight: colours are stored as they are, whatever the opacity.
/// </remarks>
public enum PixelLayout
{
    /// <summary>1 byte: brightness. ImageSharp: L8; SkiaSharp: Gray8.</summary>
    Grey8,

    /// <summary>3 bytes: red, green, blue. ImageSharp: Rgb24.</summary>
    Rgb24,

    /// <summary>3 bytes: blue, green, red. ImageSharp: Bgr24; System.Drawing: Format24bppRgb.</summary>
    Bgr24,

    /// <summary>4 bytes: red, green, blue, straight alpha. ImageSharp: Rgba32; SkiaSharp: Rgba8888, Unpremul.</summary>
    Rgba32,

    /// <summary>4 bytes: blue, green, red, straight alpha. ImageSharp: Bgra32; SkiaSharp: Bgra8888, Unpremul.</summary>
    Bgra32,

    /// <summary>
    /// 4 bytes: red, green, blue, and one that is ignored, written as 255. SkiaSharp: Rgba8888, Opaque.
    /// </summary>
    Rgbx32,

    /// <summary>
    /// 4 bytes: blue, green, red, and one that is ignored, written as 255. SkiaSharp: Bgra8888, Opaque.
    /// </summary>
    Bgrx32,

    /// <summary>4 bytes: red, green, blue, each multiplied by alpha, then alpha. SkiaSharp: Rgba8888, Premul.</summary>
    PremultipliedRgba32,

    /// <summary>
    /// 4 bytes: blue, green, red, each multiplied by alpha, then alpha. SkiaSharp: Bgra8888, Premul; WPF: Pbgra32.
    /// </summary>
    PremultipliedBgra32,

    /// <summary>3 words of 16 bits in the machine's byte order: red, green, blue. ImageSharp: Rgb48.</summary>
    Rgb48,

    /// <summary>
    /// 4 words of 16 bits in the machine's byte order: red, green, blue, straight alpha. ImageSharp: Rgba64.
    /// </summary>
    Rgba64,
}
