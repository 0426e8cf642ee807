using System.Globalization;
using System.IO.Compression;
using System.Text;
using Impasto.Imaging.Metadata;
using Impasto.Tests.Imaging;
using NetVips;

namespace Impasto.Tests.Fuzzing;

/// <summary>Files of every format that is read, changed at random or made of random fields.</summary>
internal static class PictureInputs
{
    private static readonly string[] PngChunks =
    [
        "gAMA", "cHRM", "sRGB", "cICP", "mDCV", "iCCP", "eXIf", "pHYs", "tRNS", "PLTE", "bKGD", "sBIT", "tEXt", "zTXt",
        "iTXt", "acTL", "fcTL", "fdAT", "IDAT", "tIME", "hIST", "IEND", "IHDR", "abCd",
    ];

    private static readonly string[] SvgParts =
    [
        "<rect width='N' height='N' fill='url(#a)' filter='url(#f)'/>", "<circle r='N' stroke-width='N'/>",
        "<g id='a' transform='scale(N) rotate(N)'><use href='#a'/>", "</g>", "<use href='#a' x='N' y='N'/>",
        "<image href='/etc/hostname' width='N' height='N'/>",
        "<image href='data:image/png;base64,iVBORw0KGgo=' width='N'/>",
        "<defs><pattern id='p' width='N' height='N'><rect width='N' height='N' fill='url(#p)'/></pattern></defs>",
        "<filter id='f' x='N' width='N'><feGaussianBlur stdDeviation='N'/><feTile/></filter>",
        "<filter id='f'><feTurbulence baseFrequency='N' numOctaves='N'/><feMorphology radius='N'/></filter>",
        "<linearGradient id='a'><stop offset='N' stop-color='red'/></linearGradient>", "<text font-size='N'>a</text>",
        "<path d='M N N C N N N N N N z' stroke='red' stroke-dasharray='N N'/>", "<mask id='a'><use href='#a'/></mask>",
        "<style>@import url(/etc/hostname); rect { fill: url(#p); }</style>", "<!-- a -->", "<![CDATA[ ]]>", "&b;",
        "<svg width='N' height='N' viewBox='N N N N'>", "</svg>",
        "<marker id='a' markerWidth='N'><use href='#a'/></marker>",
    ];

    private static readonly int[] TiffTags =
    [
        254, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 282, 283, 284, 296, 301, 317, 318, 319, 320,
        322, 323, 324, 325, 330, 338, 339, 340, 347, 530, 531, 532, 700, 33723, 34377, 34665, 34675, 34853, 42112,
    ];

    // Made once, in memory.
    private static readonly Lazy<byte[][]> Files = new(() =>
    [
        .. Written(), .. PictureKindTests.Netpbm.Select(row => row.Data.Item2),
        .. PictureKindTests.Bitmaps.Select(row => row.Data.Item2), .. Drawings(), .. Tiffs(),
    ]);

    /// <summary>The files that the changes begin with: all can be read.</summary>
    public static IReadOnlyList<byte[]> Whole => Files.Value;

    /// <summary>One input.</summary>
    public static byte[] Make(Random random)
    {
        if (random.Next(3) == 0)
            return Made(random);
        byte[] file = Mutation.Bytes(random, random.One(Whole), random.One(Whole));
        // With the old sums, hardly any change of a PNG file would come beyond its first chunk.
        return random.Next(4) > 0 ? PngFile.IsPng(file) ? PngFile.WithTrueSums(file) : file : file;
    }

    private static byte[] Made(Random random) => random.Next(6) switch
    {
        0 or 1 => Png(random),
        2 => Svg(random),
        3 => Netpbm(random),
        4 => Tiff(random),
        _ => Jpeg(random),
    };

    private static IEnumerable<byte[]> Written()
    {
        using NetVips.Image color = Pixels.Image8(24, 17, 3), alpha = Pixels.Image8(24, 17, 4),
            grey = Pixels.Image8(9, 31, 1), deep = Pixels.Image16(12, 9, 3),
            cmyk = Pixels.Image8(16, 16, 4).Copy(interpretation: Enums.Interpretation.Cmyk);
        using NetVips.Image labelled = color.Mutate(header =>
        {
            header.Set(GValue.BlobType, "icc-profile-data", IccBuilder.Rgb("Adobe RGB", IccBuilder.AdobeRgb, 2.2));
            header.Set(GValue.BlobType, RunMetadata.Field, RunMetadata.Pack("{}"));
            header.Set(GValue.GIntType, "orientation", 6);
            header.Set(GValue.GStrType, "exif-ifd0-Copyright", "somebody");
        });
        using NetVips.Image pages = NetVips.Image.Arrayjoin([color, color, color], across: 1).Mutate(header =>
            header.Set(GValue.GIntType, "page-height", 17));
        yield return color.PngsaveBuffer();
        yield return alpha.PngsaveBuffer(interlace: true);
        yield return grey.PngsaveBuffer(bitdepth: 1);
        yield return color.PngsaveBuffer(palette: true);
        yield return deep.PngsaveBuffer();
        yield return labelled.PngsaveBuffer();
        yield return color.JpegsaveBuffer();
        yield return grey.JpegsaveBuffer(interlace: true);
        yield return cmyk.JpegsaveBuffer();
        yield return labelled.JpegsaveBuffer(restartInterval: 1);
        yield return color.WebpsaveBuffer();
        yield return alpha.WebpsaveBuffer(lossless: true);
        yield return labelled.WebpsaveBuffer();
        yield return pages.WebpsaveBuffer();
        yield return color.GifsaveBuffer();
        yield return pages.GifsaveBuffer();
        yield return color.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw);
        yield return labelled.TiffsaveBuffer(
            compression: Enums.ForeignTiffCompression.Deflate, tile: true, pyramid: true);
        yield return grey.TiffsaveBuffer(bitdepth: 1, compression: Enums.ForeignTiffCompression.Ccittfax4);
        yield return deep.TiffsaveBuffer(bigtiff: true);
        yield return color.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Jpeg);
        yield return pages.TiffsaveBuffer();
        yield return cmyk.TiffsaveBuffer();
        yield return color.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, effort: 0);
        yield return alpha.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, effort: 0, bitdepth: 10);
    }

    private static IEnumerable<byte[]> Tiffs()
    {
        yield return new TiffFile(32, 2, TiffFile.Floats(0.1f, 0.5f, 0.9f)) { SampleFormat = 3 }.Write();
        yield return new TiffFile(8, 2, [1, 2, 3, 4, 5]) { ExtraSamples = [2, 0] }.Write();
        yield return new TiffFile(16, 1, [1, 2]) { SampleFormat = 2 }.Write();
        yield return new TiffFile(8, 2, [9, 8, 7]) { Primaries = [640, 330, 300, 600, 150, 60] }.Write();
    }

    private static IEnumerable<byte[]> Drawings()
    {
        yield return
            "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'><rect width='9' height='9'/></svg>"u8
                .ToArray();
        yield return Encoding.Unicode.GetBytes(
            "\uFEFF<?xml version='1.0' encoding='UTF-16'?><svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'/>");
    }

    private static byte[] Png(Random random)
    {
        byte[] header = new byte[13];
        Big(header, 0, Side(random));
        Big(header, 4, Side(random));
        (header[8], header[9]) = ((byte)random.One([1, 2, 4, 8, 16, 3, 0]), (byte)random.One([0, 2, 3, 4, 6, 1]));
        header[12] = (byte)random.One([0, 0, 0, 1, 2]);
        List<(string, byte[])> chunks = [("IHDR", header)];
        for (int count = random.Next(6); count > 0; count--)
            chunks.Add((random.One(PngChunks), Field(random)));
        using var pixels = new MemoryStream();
        using (var deflate = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(new byte[random.Next(5000)]);
        chunks.Insert(random.Next(1, chunks.Count + 1), ("IDAT", pixels.ToArray()));
        chunks.Add(("IEND", []));
        return PngFile.Of(chunks);
    }

    private static byte[] Field(Random random)
    {
        byte[] bytes = new byte[random.One([0, 1, 4, 4, 9, 32, 26, random.Next(300)])];
        if (random.Next(3) == 0)
            random.NextBytes(bytes);
        for (int at = 0; at + 4 <= bytes.Length && random.Next(3) > 0; at += 4)
            Big(bytes, at, (int)random.EdgeNumber());
        byte[] packet = RunMetadata.Pack("{}");
        return random.Next(12) switch
        {
            0 => [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. Mutation.Bytes(random, packet, packet)],
            1 => [.. "II*\0\x8\0\0\0"u8, .. bytes],
            2 => [.. "name\0\0"u8, .. Deflated(Mutation.Bytes(random, Profile, Profile))],
            _ => bytes,
        };
    }

    private static byte[] Profile { get; } = IccBuilder.Rgb("any", IccBuilder.Srgb, 1.8);

    private static byte[] Deflated(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] Svg(Random random)
    {
        var text = new StringBuilder("<svg xmlns='http://www.w3.org/2000/svg' width='N' height='N'>");
        if (random.Next(8) == 0)
            text.Insert(0, "<!DOCTYPE svg [<!ENTITY b '&c;&c;&c;&c;'><!ENTITY c 'dddd'>]>");
        for (int parts = random.Next(12); parts > 0; parts--)
        {
            string part = random.One(SvgParts);
            text.Insert(text.Length, part, random.Next(20) == 0 ? 2000 : 1);
        }

        text.Append("</svg>");
        string[] pieces = text.ToString().Split('N');
        return Encoding.UTF8.GetBytes(string.Concat(
            pieces.Select((piece, i) => i == 0 ? piece : $"{SvgNumber(random)}{piece}")));
    }

    private static string SvgNumber(Random random) => random.Next(5) switch
    {
        0 => random.EdgeText().Replace('\'', ' '),
        1 => random.EdgeNumber().ToString(CultureInfo.InvariantCulture),
        2 => (random.NextDouble() * 2).ToString("R", CultureInfo.InvariantCulture) + random.One(["", "%", "em", "in"]),
        _ => random.Next(1, 200).ToString(CultureInfo.InvariantCulture),
    };

    private static byte[] Netpbm(Random random)
    {
        string gap = random.One([" ", "\n", "\t#a\n", "  "]);
        string header = random.Next(4) == 0
            ? $"P7\nWIDTH {Word(random)}\nHEIGHT {Word(random)}\nDEPTH {Word(random)}\nMAXVAL {Word(random)}\nENDHDR\n"
            : $"P{random.One("1234567fFx".ToCharArray())}{gap}{Word(random)}{gap}{Word(random)}{gap}{Word(random)}\n";
        byte[] pixels = new byte[random.Next(2000)];
        random.NextBytes(pixels);
        return [.. Encoding.UTF8.GetBytes(header), .. pixels];

        static string Word(Random random) =>
            random.Next(3) == 0 ? random.EdgeText() : random.Next(1, 30).ToString(CultureInfo.InvariantCulture);
    }

    private static byte[] Tiff(Random random)
    {
        int count = random.Next(1, 24);
        List<byte> file = [.. "II*\0"u8, 8, 0, 0, 0, (byte)count, 0];
        foreach (int tag in Enumerable.Range(0, count).Select(_ => random.One(TiffTags)).Order())
        {
            int value = tag is 256 or 257 or 322 or 323 or 278 ? Side(random)
                : random.Next(3) > 0 ? random.Next(1, 9) : (int)random.EdgeNumber();
            int values = random.Next(6) == 0 ? (int)random.EdgeNumber() : 1;
            file.AddRange(
            [
                (byte)tag, (byte)(tag >> 8), (byte)random.Next(1, 19), 0,
                .. BitConverter.GetBytes(values), .. BitConverter.GetBytes(value),
            ]);
        }

        byte[] rest = new byte[random.Next(800)];
        random.NextBytes(rest);
        return [.. file, .. BitConverter.GetBytes(random.Next(9) == 0 ? 8 : 0), .. rest];
    }

    // A good file with segments before its picture.
    private static byte[] Jpeg(Random random)
    {
        byte[] whole = random.One([.. Whole.Where(file => file[0] == 0xFF)]);
        List<byte> file = [0xFF, 0xD8];
        for (int count = random.Next(1, 6); count > 0; count--)
        {
            byte[] field = random.Next(4) switch
            {
                0 => [.. "Exif\0\0"u8, .. Field(random)],
                1 => [.. "ICC_PROFILE\0"u8, (byte)random.Next(3), (byte)random.Next(3), .. Field(random)],
                2 => [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Field(random)],
                _ => Field(random),
            };
            int length = random.Next(8) == 0 ? random.Next(65536) : field.Length + 2;
            file.AddRange([0xFF, (byte)random.Next(0xC0, 0xFF), (byte)(length >> 8), (byte)length, .. field]);
        }

        return [.. file, .. whole.AsSpan(2)];
    }

    private static int Side(Random random) => random.Next(3) > 0 ? random.Next(1, 40) : (int)random.EdgeNumber();

    private static void Big(byte[] bytes, int at, int value) =>
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), value);
}
