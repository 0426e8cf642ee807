using System.Numerics;
using System.Runtime.InteropServices;

namespace Impasto.Imaging;

/// <summary>Converts between interleaved bytes and the planes of a <see cref="Picture"/>.</summary>
/// <remarks>
/// Reading computes v / 255 or v / 65535. Writing clips to 0 to 1 and rounds; NaN becomes 0. Bytes
/// that are read and written again come back unchanged.
/// </remarks>
internal sealed class InterleavedPixels
{
    private readonly PictureSize _size;
    private readonly Channels _channels;
    private readonly int _stride;

    /// <param name="size">Columns and rows.</param>
    /// <param name="layout">How a pixel lies in memory.</param>
    /// <param name="stride">
    /// Bytes from the start of a row to that of the next; 0: rows follow each other without a gap.
    /// </param>
    public InterleavedPixels(PictureSize size, PixelLayout layout, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size.Width, 1, nameof(size));
        ArgumentOutOfRangeException.ThrowIfLessThan(size.Height, 1, nameof(size));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size.Pixels, PictureLimits.MostPixels, nameof(size));
        _size = size;
        _channels = Channels.Of(layout);
        _stride = stride == 0 ? RowBytes : stride;
        ArgumentOutOfRangeException.ThrowIfLessThan(_stride, RowBytes, nameof(stride));
    }

    private int RowBytes => checked(_size.Width * _channels.PixelBytes);

    // The last row needs no padding after it.
    private long Length => ((long)_stride * (_size.Height - 1)) + RowBytes;

    private int Plane => _size.Width * _size.Height;

    /// <summary>The picture that the bytes hold.</summary>
    /// <param name="bytes">Rows of pixels.</param>
    public Picture Read(ReadOnlySpan<byte> bytes)
    {
        Require(bytes.Length, nameof(bytes));
        float[] pixels = new float[3 * Plane];
        float[]? alpha = _channels.HasAlpha ? new float[Plane] : null;
        for (int row = 0; row < _size.Height; row++)
        {
            ReadOnlySpan<byte> line = bytes.Slice(row * _stride, RowBytes);
            for (int channel = 0; channel < 3; channel++)
                Load(line, _channels.Colors[channel], Row(pixels, channel, row));
            if (alpha is not null)
                Load(line, _channels.Alpha, Row(alpha, 0, row));
        }

        if (_channels.IsPremultiplied)
            Unmultiply(pixels, alpha!);
        return new Picture(_size.Width, _size.Height, pixels, alpha);
    }

    /// <summary>Fills the bytes with a picture; those between two rows stay as they are.</summary>
    /// <param name="picture">The picture, of this size.</param>
    /// <param name="bytes">Receives rows of pixels.</param>
    public void Write(Picture picture, Span<byte> bytes)
    {
        Require(bytes.Length, nameof(bytes));
        float[] values = new float[_size.Width];
        for (int row = 0; row < _size.Height; row++)
        {
            Span<byte> line = bytes.Slice(row * _stride, RowBytes);
            if (_channels.IsGrey)
            {
                Luminance(picture, row, values);
                Store(values, line, 0);
            }

            for (int channel = 0; channel < 3 && !_channels.IsGrey; channel++)
            {
                Row(picture.Pixels, channel, row).CopyTo(values);
                Cover(picture, row, values);
                Store(values, line, _channels.Colors[channel]);
            }

            if (_channels.Alpha < 0)
                continue;
            if (_channels.HasAlpha && picture.Alpha is { } alpha)
                Row(alpha, 0, row).CopyTo(values);
            else
                Array.Fill(values, 1);
            Store(values, line, _channels.Alpha);
        }
    }

    private void Require(int length, string parameter)
    {
        if (length < Length)
        {
            string wanted = $"{Length} bytes for {_size} pixels with a stride of {_stride}";
            throw new ArgumentException($"Expected at least {wanted}, got {length}.", parameter);
        }
    }

    private Span<float> Row(float[] planes, int plane, int row) =>
        planes.AsSpan((plane * Plane) + (row * _size.Width), _size.Width);

    private void Load(ReadOnlySpan<byte> line, int channel, Span<float> values)
    {
        if (_channels.IsDeep)
            Load(MemoryMarshal.Cast<byte, ushort>(line), channel, values, ushort.MaxValue);
        else
            Load(line, channel, values, byte.MaxValue);
    }

    private void Load<T>(ReadOnlySpan<T> line, int channel, Span<float> values, float most)
        where T : unmanaged, INumberBase<T>
    {
        for (int i = 0, at = channel; i < values.Length; i++, at += _channels.Count)
            values[i] = float.CreateTruncating(line[at]) / most;
    }

    private void Store(ReadOnlySpan<float> values, Span<byte> line, int channel)
    {
        if (_channels.IsDeep)
            Store(values, MemoryMarshal.Cast<byte, ushort>(line), channel, ushort.MaxValue);
        else
            Store(values, line, channel, byte.MaxValue);
    }

    private void Store<T>(ReadOnlySpan<float> values, Span<T> line, int channel, float most)
        where T : unmanaged, INumberBase<T>
    {
        for (int i = 0, at = channel; i < values.Length; i++, at += _channels.Count)
            line[at] = T.CreateSaturating((Math.Clamp(values[i], 0, 1) * most) + 0.5f);
    }

    private void Luminance(Picture picture, int row, Span<float> values)
    {
        ReadOnlySpan<float> red = Row(picture.Pixels, 0, row);
        ReadOnlySpan<float> green = Row(picture.Pixels, 1, row);
        ReadOnlySpan<float> blue = Row(picture.Pixels, 2, row);
        for (int i = 0; i < values.Length; i++)
            values[i] = Picture.LuminanceOf(red[i], green[i], blue[i]);
        Cover(picture, row, values);
    }

    // Multiplies by alpha for a premultiplied layout, and lays on white for a layout without alpha.
    private void Cover(Picture picture, int row, Span<float> values)
    {
        if (picture.Alpha is null || (_channels.HasAlpha && !_channels.IsPremultiplied))
            return;
        float background = _channels.IsPremultiplied ? 0 : 1;
        ReadOnlySpan<float> alpha = Row(picture.Alpha, 0, row);
        for (int i = 0; i < values.Length; i++)
        {
            float opacity = Math.Clamp(alpha[i], 0, 1);
            values[i] = (Math.Clamp(values[i], 0, 1) * opacity) + (background * (1 - opacity));
        }
    }

    // Where nothing is seen there is no colour: black.
    private static void Unmultiply(float[] pixels, float[] alpha)
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            float opacity = alpha[i % alpha.Length];
            pixels[i] = opacity > 0 ? Math.Min(1, pixels[i] / opacity) : 0;
        }
    }

    /// <summary>Which of a pixel's samples is which.</summary>
    /// <param name="Count">Samples a pixel.</param>
    /// <param name="Colors">Positions of red, green and blue.</param>
    /// <param name="Alpha">Position of alpha, or of a sample that is ignored; -1 if there is neither.</param>
    private sealed record Channels(int Count, int[] Colors, int Alpha = -1)
    {
        public bool HasAlpha { get; private init; } = Alpha >= 0;

        public bool IsPremultiplied { get; private init; }

        public bool IsDeep { get; private init; }

        public bool IsGrey => Count == 1;

        public int PixelBytes => Count * (IsDeep ? sizeof(ushort) : sizeof(byte));

        public static Channels Of(PixelLayout layout) => layout switch
        {
            PixelLayout.Grey8 => new(1, [0, 0, 0]),
            PixelLayout.Rgb24 => new(3, [0, 1, 2]),
            PixelLayout.Bgr24 => new(3, [2, 1, 0]),
            PixelLayout.Rgba32 => new(4, [0, 1, 2], 3),
            PixelLayout.Bgra32 => new(4, [2, 1, 0], 3),
            PixelLayout.Rgbx32 => new(4, [0, 1, 2], 3) { HasAlpha = false },
            PixelLayout.Bgrx32 => new(4, [2, 1, 0], 3) { HasAlpha = false },
            PixelLayout.PremultipliedRgba32 => new(4, [0, 1, 2], 3) { IsPremultiplied = true },
            PixelLayout.PremultipliedBgra32 => new(4, [2, 1, 0], 3) { IsPremultiplied = true },
            PixelLayout.Rgb48 => new(3, [0, 1, 2]) { IsDeep = true },
            PixelLayout.Rgba64 => new(4, [0, 1, 2], 3) { IsDeep = true },
            _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "Unknown layout."),
        };
    }
}
