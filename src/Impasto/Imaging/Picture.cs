using Impasto.Imaging.Planes;

namespace Impasto.Imaging;

/// <summary>
/// A colour picture in memory: three planes of sRGB-encoded values, nominally 0 to 1, and optionally alpha.
/// </summary>
/// <example>
/// <code>
/// Picture picture = Picture.FromPixels(pixels, new PictureSize(width, height), PixelLayout.Rgba32);
/// picture.CopyTo(pixels, PixelLayout.Rgba32);
/// </code>
/// </example>
public sealed class Picture
{
    /// <summary>Wraps planes that the caller hands over; they are not copied.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="pixels">Red, green and blue planes after each other, 3 x height x width.</param>
    /// <param name="alpha">Opacity, height x width, 0 transparent to 1 opaque; null for an opaque picture.</param>
    /// <exception cref="ArgumentException">An array's length does not match the size.</exception>
    public Picture(int width, int height, float[] pixels, float[]? alpha = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.LongLength != 3L * width * height)
        {
            throw new ArgumentException(
                $"Expected 3 x {height} x {width} values, got {pixels.Length}.", nameof(pixels));
        }

        if (alpha is not null && alpha.LongLength != (long)width * height)
            throw new ArgumentException($"Expected {height} x {width} values, got {alpha.Length}.", nameof(alpha));
        Width = width;
        Height = height;
        Pixels = pixels;
        Alpha = alpha;
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns and rows.</summary>
    public PictureSize Size => new(Width, Height);

    /// <summary>
    /// Red, green and blue planes after each other, 3 x Height x Width, sRGB-encoded; writing clips values outside 0
    /// to 1.
    /// </summary>
    public float[] Pixels { get; }

    /// <summary>Opacity, Height x Width, 0 to 1; null for an opaque picture.</summary>
    public float[]? Alpha { get; }

    /// <summary>
    /// What the picture's file says besides its pixels; null (the default) if it was not read from one.
    /// </summary>
    public PictureOrigin? Origin { get; init; }

    /// <summary>Whether a pixel can be seen through.</summary>
    internal bool IsTransparent => Alpha is not null && Array.Exists(Alpha, value => value is not >= 1);

    /// <summary>Copies a picture from interleaved pixels, such as those of another library's bitmap.</summary>
    /// <param name="pixels">
    /// Rows from the top, pixels from the left: at least stride x (height - 1) bytes and one row. Bytes after them, and
    /// between two rows, are ignored.
    /// </param>
    /// <param name="size">
    /// Columns and rows, each at least 1, at most <see cref="PictureLimits.MostPixels"/> in all.
    /// </param>
    /// <param name="layout">How a pixel lies in memory.</param>
    /// <param name="stride">Bytes from the start of a row to that of the next. Default: 0, rows without a gap.</param>
    /// <returns>v / 255 or v / 65535 for each value v; alpha is null for a layout without alpha.</returns>
    /// <exception cref="ArgumentException">
    /// There are too few bytes, or size, layout or stride is out of range.
    /// </exception>
    public static Picture FromPixels(ReadOnlySpan<byte> pixels, PictureSize size, PixelLayout layout, int stride = 0) =>
        new InterleavedPixels(size, layout, stride).Read(pixels);

    /// <summary>Copies the picture to interleaved pixels, such as those of another library's bitmap.</summary>
    /// <remarks>
    /// Values are clipped to 0 to 1 and rounded; NaN becomes 0. A layout without alpha shows the picture on white; an
    /// opaque picture has alpha 255 or 65535. Grey is <see cref="Luminance"/>.
    /// </remarks>
    /// <param name="pixels">Receives the rows; at least stride x (Height - 1) bytes and one row.</param>
    /// <param name="layout">How a pixel lies in memory.</param>
    /// <param name="stride">
    /// Bytes from the start of a row to that of the next; those between two rows stay as they are. Default: 0, rows
    /// without a gap.
    /// </param>
    /// <exception cref="ArgumentException">There are too few bytes, or layout or stride is out of range.</exception>
    public void CopyTo(Span<byte> pixels, PixelLayout layout, int stride = 0) =>
        new InterleavedPixels(Size, layout, stride).Write(this, pixels);

    /// <summary>
    /// Brightness of every pixel, Height x Width: Y = 0.299 R + 0.587 G + 0.114 B, the Y of YIQ and YUV (ITU-R BT.601).
    /// </summary>
    public float[] Luminance()
    {
        int plane = Width * Height;
        float[] result = new float[plane];
        for (int i = 0; i < plane; i++)
            result[i] = LuminanceOf(Pixels[i], Pixels[plane + i], Pixels[(2 * plane) + i]);
        return result;
    }

    /// <summary>The picture as it looks on white, opaque; the picture itself if it is opaque.</summary>
    /// <remarks>c' = a c + (1 - a) for each colour c of opacity a.</remarks>
    public Picture OnWhite()
    {
        if (Alpha is null)
            return this;
        float[] pixels = new float[Pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            float opacity = Math.Clamp(Alpha[i % Alpha.Length], 0, 1);
            pixels[i] = opacity > 0 ? (opacity * Pixels[i]) + (1 - opacity) : 1;
        }

        return new Picture(Width, Height, pixels) { Origin = Origin };
    }

    /// <summary>
    /// The picture with other colours where alpha is 0, which continue visible ones; the same one if nothing is hidden.
    /// Alpha stays.
    /// </summary>
    internal Picture WithoutHiddenColors()
    {
        if (Alpha is null || !Array.Exists(Alpha, value => value is not > 0))
            return this;
        float[] pixels = [.. Pixels];
        HiddenColors.Fill(pixels, [.. Alpha.Select(value => value > 0 ? Math.Min(value, 1) : 0)], (Width, Height));
        return new Picture(Width, Height, pixels, Alpha) { Origin = Origin };
    }

    /// <summary>A copy of a rectangle of the picture.</summary>
    /// <param name="x">First column, 0 or more.</param>
    /// <param name="y">First row, 0 or more.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle extends beyond the picture.</exception>
    public Picture Crop(int x, int y, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(x);
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)x + width, Width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)y + height, Height);
        var area = new PictureArea(x, y, width, height);
        return new Picture(width, height, area.Cut(Pixels, Size), Alpha is null ? null : area.Cut(Alpha, Size));
    }

    /// <summary>Brightness of one pixel, as <see cref="Luminance"/> computes it.</summary>
    internal static float LuminanceOf(float red, float green, float blue) =>
        (0.299f * red) + (0.587f * green) + (0.114f * blue);
}
