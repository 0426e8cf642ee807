using System.Buffers.Binary;
using Impasto.Imaging;
using NetVips;

namespace Impasto.Tests.Imaging;

/// <summary>Colours that files name by other means than ICC profiles.</summary>
public sealed class PictureColorSpaceTests
{
    // sRGB(0xFF, 0, 0) of Display P3 primaries lies outside sRGB; this one inside: P3's (200, 100, 50) is (214.9, 92.6,
    // 31.0) by the matrices of both spaces, and Adobe RGB's (140, 110, 70) is (150.5, 110.1, 66.6).
    private static readonly double[] P3 = [200, 100, 50];
    private static readonly double[] P3AsSrgb = [214.9, 92.6, 31.0];
    private static readonly double[] Adobe = [140, 110, 70];

    public static TheoryData<string, double[], double[]> Pngs => new()
    {
        // Linear 55 / 255 is 0.2157 of the light, which sRGB stores as 1.055 * 0.2157^(1/2.4) - 0.055 = 0.502.
        { "gAMA 100000", [55, 55, 55], [128, 128, 128] },
        { "gAMA 45455", [55, 90, 200], [55, 90, 200] },
        { "gAMA 100000, sRGB", [55, 55, 55], [55, 55, 55] },
        { "gAMA 45455, cHRM P3", P3, P3AsSrgb },
        { "cHRM P3", P3, P3 },
        { "cICP 12 13", P3, P3AsSrgb },
        { "cICP 1 8", [55, 55, 55], [128, 128, 128] },
        { "cICP 1 13, gAMA 100000", [55, 55, 55], [55, 55, 55] },
        { "cICP 12 13, sRGB", P3, P3AsSrgb },
        { "cICP 12 13, iCCP", P3, P3AsSrgb },
        // PQ of 0.58 is 203 candela per square metre, the white of ordinary scenes (ITU-R BT.2408); above it is white.
        { "cICP 1 16", [148, 148, 148], [255, 255, 255] },
        { "cICP 1 16", [200, 200, 200], [255, 255, 255] },
    };

    [Theory]
    [MemberData(nameof(Pngs))]
    public void Decode_png_honours_its_chunks_in_order(string chunks, double[] stored, double[] expected)
    {
        using Image image = Pixels.Flat(16, 16, stored);

        Picture picture = Read(PngFile.With(Plain(image), [.. chunks.Split(", ").Select(Chunk)]));

        AssertColour(expected, picture, chunks.Contains("16", StringComparison.Ordinal) ? 2 : 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Decode_grey_png_honours_gamma(int bands)
    {
        using Image image = Pixels.Flat(16, 16, [.. Enumerable.Repeat(55.0, bands)]);

        AssertColour([128, 128, 128], Read(PngFile.With(Plain(image), Chunk("gAMA 100000"))), 1);
    }

    [Theory]
    [InlineData("cICP 10 13", "the codes 10 and 13, which are unknown here, so its values are taken as sRGB")]
    [InlineData("cICP 9 16", "it is a picture of high dynamic range: what is brighter than white is cut off")]
    [InlineData("gAMA 0", "its gamma can't be used, so its values are taken as sRGB")]
    public void Decode_colours_that_are_ignored_are_noted(string chunk, string note)
    {
        using Image image = Pixels.Flat(16, 16, 60, 60, 60);

        Picture picture = Read(PngFile.With(Plain(image), Chunk(chunk)));

        Assert.Contains(note, Assert.Single(picture.Origin!.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12, 13)]
    [InlineData(1, 13)]
    [InlineData(2, 2)]
    public void Decode_avif_honours_its_codes(int primaries, int curve)
    {
        using Image image = Pixels.Flat(16, 16, P3);
        byte[] file = WithCodes(
            image.HeifsaveBuffer(
                q: 100,
                compression: Enums.ForeignHeifCompression.Av1,
                subsampleMode: Enums.ForeignSubsample.Off,
                keep: Enums.ForeignKeep.None),
            primaries,
            curve);

        AssertColour(primaries == 12 ? P3AsSrgb : P3, Read(file), 3);
    }

    [Fact]
    public void Decode_exif_interoperability_r03_is_adobe_rgb()
    {
        using Image image = Pixels.Flat(16, 16, Adobe).Mutate(header =>
        {
            header.Set(GValue.GStrType, "exif-ifd2-ColorSpace", "65535");
            header.Set(GValue.GStrType, "exif-ifd4-InteroperabilityIndex", "R03");
        });

        Picture picture = Read(image.JpegsaveBuffer(q: 100, subsampleMode: Enums.ForeignSubsample.Off));

        // By the matrices of both spaces and the curve of 2.19921875.
        AssertColour(AdobeAsSrgb(), picture, 2);
    }

    [Fact]
    public void Decode_tiff_honours_its_primaries()
    {
        var tiff = new TiffFile(8, 2, [200, 100, 50]) { Primaries = [680, 320, 265, 690, 150, 60] };

        AssertColour(P3AsSrgb, Read(tiff.Write()), 1);
    }

    private static double[] AdobeAsSrgb()
    {
        using Image image = Pixels.Flat(16, 16, Adobe).Mutate(header => header.Set(
            GValue.BlobType, "icc-profile-data", IccBuilder.Rgb("Wide by test", IccBuilder.AdobeRgb, 563 / 256.0)));
        Picture picture = Read(image.PngsaveBuffer());
        return [picture.Pixels[0] * 255, picture.Pixels[256] * 255, picture.Pixels[512] * 255];
    }

    // The encoder writes no codes: a box with them follows that of the bit depth, and what lies behind moves.
    private static byte[] WithCodes(byte[] file, int primaries, int curve)
    {
        byte[] box = [0, 0, 0, 19, .. "colrnclx"u8, 0, (byte)primaries, 0, (byte)curve, 0, 6, 0x80];
        foreach (string grown in new[] { "meta", "iprp", "ipco" })
            Add(file.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(grown)) - 4);
        const int BaseOffset = 16; // Behind the name: version, sizes, count, item, data reference.
        Add(file.AsSpan().IndexOf("iloc"u8) + BaseOffset);
        int end = file.AsSpan().IndexOf("pixi"u8) + 12;
        return [.. file[..end], .. box, .. file[end..]];

        void Add(int at) => BinaryPrimitives.WriteInt32BigEndian(
            file.AsSpan(at), BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at)) + box.Length);
    }

    private static byte[] Plain(Image image) => image.PngsaveBuffer(keep: Enums.ForeignKeep.None);

    private static (string Type, byte[] Data) Chunk(string words)
    {
        string[] parts = words.Split(' ');
        return (parts[0], parts[0] switch
        {
            "gAMA" => Number(int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)),
            "cHRM" => [.. new[] { 31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000 }.SelectMany(Number)],
            "cICP" => [byte.Parse(parts[1], null), byte.Parse(parts[2], null), 0, 1],
            "iCCP" => Profile(),
            _ => [0],
        });
    }

    // A profile whose red is blue, and so on: nobody would miss it.
    private static byte[] Profile()
    {
        using var packed = new MemoryStream();
        using (var deflate = new System.IO.Compression.ZLibStream(
            packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(IccBuilder.Rgb("Other", IccBuilder.AdobeRgb, 1));
        return [.. "Other"u8, 0, 0, .. packed.ToArray()];
    }

    private static byte[] Number(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static Picture Read(byte[] file) => new PictureReader().Decode(file, "test");

    private static void AssertColour(double[] expected, Picture picture, double tolerance)
    {
        int plane = picture.Width * picture.Height;
        for (int channel = 0; channel < 3; channel++)
            Assert.Equal(expected[channel], picture.Pixels[channel * plane] * 255, tolerance);
    }
}
