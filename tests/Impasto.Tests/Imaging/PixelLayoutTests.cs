using System.Runtime.InteropServices;
using Impasto.Imaging;

namespace Impasto.Tests.Imaging;

/// <summary>Interleaved pixels into pictures and back.</summary>
public sealed class PixelLayoutTests
{
    private const int Width = 23;
    private const int Height = 17;

    public static TheoryData<PixelLayout, int> LayoutsAndGaps
    {
        get
        {
            TheoryData<PixelLayout, int> data = [];
            foreach (PixelLayout layout in Enum.GetValues<PixelLayout>())
            {
                foreach (int gap in (int[])[0, 1, 6])
                    data.Add(layout, gap);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(LayoutsAndGaps))]
    public void Bytes_come_back_unchanged(PixelLayout layout, int gap)
    {
        int row = Width * BytesOf(layout), stride = row + gap;
        byte[] bytes = new byte[(stride * (Height - 1)) + row], again = new byte[bytes.Length];
        new Random(3).NextBytes(bytes);
        Tame(bytes, layout, stride);
        Array.Fill(again, (byte)77);

        Picture picture = Picture.FromPixels(bytes, new PictureSize(Width, Height), layout, gap == 0 ? 0 : stride);
        picture.CopyTo(again, layout, gap == 0 ? 0 : stride);

        for (int y = 0; y < Height; y++)
        {
            Assert.Equal(bytes[(y * stride)..((y * stride) + row)], again[(y * stride)..((y * stride) + row)]);
            // What lies between two rows is somebody else's.
            Assert.All(
                again[((y * stride) + row)..Math.Min(again.Length, (y + 1) * stride)],
                value => Assert.Equal(77, value));
        }
    }

    [Theory]
    [InlineData(PixelLayout.Grey8, new byte[] { 51, 255 }, "0.2 0.2 0.2, 1 1 1")]
    [InlineData(PixelLayout.Rgb24, new byte[] { 51, 102, 153, 255, 0, 204 }, "0.2 0.4 0.6, 1 0 0.8")]
    [InlineData(PixelLayout.Bgr24, new byte[] { 51, 102, 153, 255, 0, 204 }, "0.6 0.4 0.2, 0.8 0 1")]
    [InlineData(PixelLayout.Rgba32, new byte[] { 51, 102, 153, 204, 255, 0, 204, 0 }, "0.2 0.4 0.6 0.8, 1 0 0.8 0")]
    [InlineData(PixelLayout.Bgra32, new byte[] { 51, 102, 153, 204, 255, 0, 204, 0 }, "0.6 0.4 0.2 0.8, 0.8 0 1 0")]
    [InlineData(PixelLayout.Rgbx32, new byte[] { 51, 102, 153, 9, 255, 0, 204, 9 }, "0.2 0.4 0.6, 1 0 0.8")]
    [InlineData(PixelLayout.Bgrx32, new byte[] { 51, 102, 153, 9, 255, 0, 204, 9 }, "0.6 0.4 0.2, 0.8 0 1")]
    [InlineData(PixelLayout.PremultipliedRgba32, new byte[] { 51, 102, 204, 204, 9, 9, 9, 0 },
        "0.25 0.5 1 0.8, 0 0 0 0")]
    [InlineData(PixelLayout.PremultipliedBgra32, new byte[] { 51, 102, 204, 204, 9, 9, 9, 0 },
        "1 0.5 0.25 0.8, 0 0 0 0")]
    public void FromPixels_puts_each_channel_in_its_plane(PixelLayout layout, byte[] bytes, string expected) =>
        Assert.Equal(expected, Text(Picture.FromPixels(bytes, new PictureSize(2, 1), layout)));

    [Fact]
    public void FromPixels_16_bits_keep_every_level()
    {
        ushort[] words = [13107, 1, 65535, 26214, 65534, 0, 2, 39321];

        Picture deep = Picture.FromPixels(
            MemoryMarshal.AsBytes(words.AsSpan()), new PictureSize(2, 1), PixelLayout.Rgba64);

        Assert.Equal([13107 / 65535f, 65534 / 65535f, 1 / 65535f, 0, 1, 2 / 65535f], deep.Pixels);
        Assert.Equal([26214 / 65535f, 39321 / 65535f], deep.Alpha!);
    }

    [Theory]
    [InlineData(PixelLayout.Grey8, new byte[] { 255, 183 })]
    [InlineData(PixelLayout.Rgb24, new byte[] { 255, 255, 255, 255, 153, 153 })]
    [InlineData(PixelLayout.Bgrx32, new byte[] { 255, 255, 255, 255, 153, 153, 255, 255 })]
    [InlineData(PixelLayout.Bgra32, new byte[] { 0, 0, 255, 0, 0, 0, 255, 102 })]
    [InlineData(PixelLayout.PremultipliedBgra32, new byte[] { 0, 0, 0, 0, 0, 0, 102, 102 })]
    public void CopyTo_transparent_is_shown_on_white_where_there_is_no_alpha(PixelLayout layout, byte[] expected)
    {
        // Red, wholly transparent and with an opacity of 0.4: on white that is 0.6 of green and blue, and Y = 0.299 +
        // 0.701 x 0.6 = 0.72.
        var picture = new Picture(2, 1, [1, 1, 0, 0, 0, 0], [0, 0.4f]);
        byte[] bytes = new byte[expected.Length];

        picture.CopyTo(bytes, layout);

        Assert.Equal(expected, bytes);
    }

    [Fact]
    public void CopyTo_opaque_picture_has_full_alpha()
    {
        byte[] bytes = new byte[4], words = new byte[8];

        new Picture(1, 1, [0, 0.2f, 1]).CopyTo(bytes, PixelLayout.Rgba32);
        new Picture(1, 1, [0, 0.2f, 1]).CopyTo(words, PixelLayout.Rgba64);

        Assert.Equal([0, 51, 255, 255], bytes);
        Assert.Equal([0, 13107, 65535, 65535], MemoryMarshal.Cast<byte, ushort>(words).ToArray());
    }

    [Fact]
    public void CopyTo_clips_rounds_and_makes_nan_black()
    {
        float[] values = [-0.5f, 1.5f, float.NaN, 0.4999f / 255, 0.5001f / 255, 254.5001f / 255];
        byte[] bytes = new byte[18];

        new Picture(6, 1, [.. values, .. values, .. values]).CopyTo(bytes, PixelLayout.Rgb24);

        Assert.Equal([0, 255, 0, 0, 1, 255], bytes.Where((_, i) => i % 3 == 0));
    }

    [Fact]
    public void CopyTo_is_what_a_png_of_the_picture_holds()
    {
        var random = new Random(5);
        float[] pixels = [.. Enumerable.Range(0, 3 * 40 * 30).Select(_ => (float)(random.NextDouble() * 1.2) - 0.1f)];
        var picture = new Picture(40, 30, pixels);
        byte[] bytes = new byte[3 * 40 * 30];

        picture.CopyTo(bytes, PixelLayout.Rgb24);

        Picture written = new PictureReader().Decode(PictureWriter.Encode(picture, PictureFormat.Png), "a");
        Assert.Equal(written.Pixels, Picture.FromPixels(bytes, picture.Size, PixelLayout.Rgb24).Pixels);
    }

    [Fact]
    public void Pixels_that_do_not_fit_are_argument_errors()
    {
        var size = new PictureSize(3, 2);
        Assert.Contains(
            "Expected at least 24 bytes for 3 x 2 pixels with a stride of 12, got 23.",
            Assert.Throws<ArgumentException>(() => Picture.FromPixels(new byte[23], size, PixelLayout.Bgra32)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            () => new Picture(3, 2, new float[18]).CopyTo(new byte[23], PixelLayout.Bgra32));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Picture.FromPixels(new byte[99], size, PixelLayout.Bgra32, stride: 11));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Picture.FromPixels(new byte[99], size, PixelLayout.Bgra32, stride: -12));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Picture.FromPixels([], new PictureSize(0, 2), PixelLayout.Bgra32));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Picture.FromPixels([], new PictureSize(100_000, 100_000), PixelLayout.Grey8));
        Assert.Throws<ArgumentOutOfRangeException>(() => Picture.FromPixels(new byte[99], size, (PixelLayout)99));
    }

    private static int BytesOf(PixelLayout layout) => layout switch
    {
        PixelLayout.Grey8 => 1,
        PixelLayout.Rgb24 or PixelLayout.Bgr24 => 3,
        PixelLayout.Rgb48 => 6,
        PixelLayout.Rgba64 => 8,
        _ => 4,
    };

    // Ignored bytes are written as 255; no premultiplied colour is above its alpha.
    private static void Tame(byte[] bytes, PixelLayout layout, int stride)
    {
        for (int i = 3; i < bytes.Length; i++)
        {
            if (BytesOf(layout) != 4 || i % stride >= Width * 4 || i % stride % 4 != 3)
                continue;
            if (layout is PixelLayout.Rgbx32 or PixelLayout.Bgrx32)
                bytes[i] = 255;
            bool isPremultiplied = layout is PixelLayout.PremultipliedRgba32 or PixelLayout.PremultipliedBgra32;
            for (int c = i - 3; c < i && isPremultiplied; c++)
                bytes[c] = Math.Min(bytes[c], bytes[i]);
        }
    }

    private static string Text(Picture picture) => string.Join(", ", Enumerable.Range(0, picture.Width).Select(i =>
        string.Join(' ', Enumerable.Range(0, 3)
            .Select(c => picture.Pixels[(c * picture.Width) + i])
            .Concat(picture.Alpha is null ? [] : [picture.Alpha[i]])
            .Select(value => Math.Round(value, 6)))));
}
