using Impasto.Imaging;
using NetVips;

namespace Impasto.Tests.Imaging;

/// <summary>Pictures whose every value follows from a formula.</summary>
internal static class Pixels
{
    /// <summary>The value of 0 to 255 at a place: all channels differ, and no two neighbours are alike.</summary>
    public static int At(int x, int y, int channel) => ((x * 73) + (y * 151) + (channel * 57) + (x * y * 31)) % 256;

    /// <summary>Bands interleaved, as libvips wants them.</summary>
    public static byte[] Bytes(int width, int height, int bands) =>
    [
        .. from y in Enumerable.Range(0, height)
           from x in Enumerable.Range(0, width)
           from c in Enumerable.Range(0, bands)
           select (byte)At(x, y, c),
    ];

    /// <summary>The same with 16 bits, none of them a multiple of 257.</summary>
    public static ushort[] Words(int width, int height, int bands) =>
        [.. Bytes(width, height, bands).Select(value => (ushort)((value * 255) + 100))];

    public static Image Image8(int width, int height, int bands) => NetVips.Image
        .NewFromMemory(Bytes(width, height, bands), width, height, bands, Enums.BandFormat.Uchar)
        .Copy(interpretation: bands < 3 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);

    public static Image Image16(int width, int height, int bands) => NetVips.Image
        .NewFromMemory(Words(width, height, bands), width, height, bands, Enums.BandFormat.Ushort)
        .Copy(interpretation: bands < 3 ? Enums.Interpretation.Grey16 : Enums.Interpretation.Rgb16);

    /// <summary>One colour everywhere.</summary>
    public static Image Flat(int width, int height, params double[] colour) =>
        (NetVips.Image.Black(width, height, bands: colour.Length) + colour)
        .Cast(Enums.BandFormat.Uchar).Copy(
            interpretation: colour.Length < 3 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);

    /// <summary>Planes of v / most from interleaved values.</summary>
    public static float[] Planes<T>(T[] values, int bands, Func<T, float> convert) =>
    [
        .. from c in Enumerable.Range(0, bands)
           from i in Enumerable.Range(0, values.Length / bands)
           select convert(values[(i * bands) + c]),
    ];

    /// <summary>The formula's picture, exactly of 8 or of 16 bits.</summary>
    public static Picture Picture(int width, int height, bool alpha = false, int bits = 8)
    {
        float[] planes = bits == 8
            ? Planes(Bytes(width, height, 4), 4, value => value / 255f)
            : Planes(Words(width, height, 4), 4, value => value / 65535f);
        int plane = width * height;
        return new Picture(width, height, planes[..(3 * plane)], alpha ? planes[(3 * plane)..] : null);
    }

    public static Picture Constant(int width, int height, float red, float green, float blue) =>
        new(
            width,
            height,
            [.. new[] { red, green, blue }.SelectMany(value => Enumerable.Repeat(value, width * height))]);
}
