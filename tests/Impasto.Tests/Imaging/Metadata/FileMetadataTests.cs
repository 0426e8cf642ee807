using System.Buffers.Binary;
using System.Text;
using Impasto.Imaging;
using Impasto.Imaging.Metadata;
using NetVips;

namespace Impasto.Tests.Imaging.Metadata;

/// <summary>What a result takes from its photograph's file.</summary>
public sealed class FileMetadataTests
{
    private const string Xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
        + "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
        + "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:exif='http://ns.adobe.com/exif/1.0/' "
        + "xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' exif:GPSLatitude='48,51.5N' "
        + "photoshop:Credit='Agency'><dc:rights><rdf:Alt><rdf:li xml:lang='x-default'>Mine</rdf:li></rdf:Alt>"
        + "</dc:rights><dc:title><rdf:Alt><rdf:li xml:lang='x-default'>A cat</rdf:li></rdf:Alt></dc:title>"
        + "</rdf:Description></rdf:RDF></x:xmpmeta>";

    public static TheoryData<string> Formats => [.. PictureFormat.Writable.Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Encode_resolution_is_the_photographs_or_72_or_asked_for(string name)
    {
        PictureFormat format = PictureFormat.All.Single(known => known.Name == name);
        Picture photo = Photo(), plain = Pixels.Picture(9, 7);

        Assert.Equal(240, Dpi(photo, format, new()), 0.1);
        Assert.Equal(72, Dpi(plain, format, new()), 0.1);
        Assert.Equal(72, Dpi(photo, format, new() { Metadata = MetadataMode.None }), 0.1);
        Assert.Equal(300, Dpi(photo, format, new() { Dpi = 300 }), 0.1);
        Assert.Equal(300, Dpi(photo, format, new() { Dpi = 300, Metadata = MetadataMode.None }), 0.1);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(100_001)]
    [InlineData(double.NaN)]
    public void Encode_impossible_resolution_is_refused(double dpi)
    {
        var failure = Assert.Throws<InvalidOptionsException>(
            () => PictureWriter.Encode(Pixels.Picture(9, 7), PictureFormat.Png, new() { Dpi = dpi }));

        Assert.Contains("expected 1 to 100000 dots per inch", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Encode_takes_what_the_mode_says_and_never_the_place(string name)
    {
        PictureFormat format = PictureFormat.All.Single(known => known.Name == name);
        foreach (MetadataMode mode in Enum.GetValues<MetadataMode>())
        {
            byte[] file = PictureWriter.Encode(Photo(), format, new() { Metadata = mode, Parameters = "{}" });
            using Image image = Image.NewFromBuffer(file);
            bool keeps = mode == MetadataMode.Keep, hasRights = mode != MetadataMode.None;

            string packet = Encoding.UTF8.GetString((byte[])image.Get("xmp-data"));
            if (format == PictureFormat.Tiff)
            {
                // libvips writes no Exif into TIFF: XMP has its fields.
                Assert.Equal(hasRights, packet.Contains("Ann", StringComparison.Ordinal));
                Assert.Equal(keeps, packet.Contains("2024-05-06T07:08:09", StringComparison.Ordinal));
                Assert.Equal(keeps, packet.Contains("Canon", StringComparison.Ordinal));
            }
            else
            {
                Assert.Equal(hasRights ? "Jo" : null, Field(image, "exif-ifd0-Copyright"));
                Assert.Equal(hasRights ? "Ann" : null, Field(image, "exif-ifd0-Artist"));
                Assert.Equal(keeps ? "2024:05:06 07:08:09" : null, Field(image, "exif-ifd2-DateTimeOriginal"));
                Assert.Equal(keeps ? "Canon" : null, Field(image, "exif-ifd0-Make"));
                Assert.Equal("1", Field(image, "exif-ifd2-ColorSpace"));
            }

            Assert.DoesNotContain(image.GetFields(), field =>
                field.StartsWith("exif-ifd3", StringComparison.Ordinal)
                || field.Contains("GPS", StringComparison.Ordinal)
                || field == "jpeg-thumbnail-data");
            Assert.Equal(1, image.Contains("orientation") ? (int)image.Get("orientation") : 1);
            Assert.Equal(hasRights, packet.Contains("Mine", StringComparison.Ordinal));
            Assert.Equal(hasRights, packet.Contains("Agency", StringComparison.Ordinal));
            Assert.Equal(keeps, packet.Contains("A cat", StringComparison.Ordinal));
            Assert.DoesNotContain("GPS", packet, StringComparison.Ordinal);
            Assert.Equal("{}", RunMetadata.Unpack(Encoding.UTF8.GetBytes(packet)));
            if (format == PictureFormat.Tiff)
                Assert.Equal(hasRights, file.AsSpan().IndexOf("Rights"u8) >= 0);
            if (format == PictureFormat.Jpeg)
            {
                byte[]? iptc = image.Contains("iptc-data") ? IptcRecords.Read((byte[])image.Get("iptc-data")) : null;
                Assert.Equal(hasRights ? "Rights" : null, iptc is null ? null : IptcRecords.Text(iptc, 116));
                Assert.Equal(keeps ? "Cats" : null, iptc is null ? null : IptcRecords.Text(iptc, 25));
            }
        }
    }

    [Fact]
    public void Encode_rights_that_only_iptc_names_are_in_exif_too()
    {
        using Image image = Pixels.Image8(9, 7, 3).Mutate(
            header => header.Set(GValue.BlobType, "iptc-data", IptcRecords.Wrap(Iptc())));
        Picture photo = new PictureReader().Decode(image.JpegsaveBuffer(), "photo");

        using Image result = Image.NewFromBuffer(PictureWriter.Encode(photo, PictureFormat.Png));

        Assert.Equal("Rights", Field(result, "exif-ifd0-Copyright"));
    }

    [Fact]
    public void Read_damaged_records_are_none()
    {
        byte[] whole = IptcRecords.Wrap(Iptc());

        for (int length = 0; length < whole.Length; length++)
            Assert.True((IptcRecords.Read(whole[..length])?.Length ?? 0) <= Iptc().Length);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("tiff")]
    public void File_that_names_no_resolution_has_none(string format)
    {
        using Image image = Pixels.Flat(9, 7, 200, 100, 50);
        byte[] file = format switch
        {
            // libvips writes 1 dot per millimetre where none is known.
            "png" => WithoutChunk(image.PngsaveBuffer(keep: Enums.ForeignKeep.None), "pHYs"),
            "webp" => image.WebpsaveBuffer(keep: Enums.ForeignKeep.None),
            _ => image.TiffsaveBuffer(),
        };

        Assert.Null(new PictureReader().ReadInfo(new MemoryStream(file)).Dpi);
    }

    private static byte[] WithoutChunk(byte[] png, string name)
    {
        int at = png.AsSpan().IndexOf(Encoding.ASCII.GetBytes(name)) - 4;
        int length = 12 + (int)BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at));
        return [.. png[..at], .. png[(at + length)..]];
    }

    private static double Dpi(Picture picture, PictureFormat format, PictureWriteOptions options) =>
        new PictureReader().ReadInfo(new MemoryStream(PictureWriter.Encode(picture, format, options))).Dpi ?? 0;

    // Exif's values end with a description of their type.
    private static string? Field(Image image, string name) =>
        image.Contains(name) ? ((string)image.Get(name)).Split(" (")[0].Trim() : null;

    private static byte[] Iptc() =>
        [0x1C, 2, 25, 0, 4, .. "Cats"u8, 0x1C, 2, 116, 0, 6, .. "Rights"u8];

    private static Picture Photo()
    {
        using Image image = Pixels.Image8(9, 7, 3).Copy(xres: 240 / 25.4, yres: 240 / 25.4).Mutate(header =>
        {
            header.Set(GValue.GStrType, "exif-ifd0-Copyright", "Jo");
            header.Set(GValue.GStrType, "exif-ifd0-Artist", "Ann");
            header.Set(GValue.GStrType, "exif-ifd0-Make", "Canon");
            header.Set(GValue.GStrType, "exif-ifd2-DateTimeOriginal", "2024:05:06 07:08:09");
            header.Set(GValue.GStrType, "exif-ifd3-GPSLatitudeRef", "N");
            header.Set(GValue.GStrType, "exif-ifd3-GPSLatitude", "48/1 51/1 30/1");
            header.Set(GValue.GIntType, "orientation", 6);
            header.Set(GValue.BlobType, "iptc-data", IptcRecords.Wrap(Iptc()));
            header.Set(GValue.BlobType, "xmp-data", Encoding.UTF8.GetBytes(Xmp));
        });
        byte[] file = image.JpegsaveBuffer();
        using Image check = Image.NewFromBuffer(file);
        Assert.Contains(check.GetFields(), field => field.StartsWith("exif-ifd3-GPS", StringComparison.Ordinal));
        return new PictureReader().Decode(file, "photo");
    }
}
