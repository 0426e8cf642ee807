using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using NetVips;

namespace Impasto.Imaging.Metadata;

/// <summary>Takes metadata from a photograph's file, and puts them into a result's.</summary>
/// <remarks>
/// Place (GPS), thumbnail and maker notes are never taken: a thumbnail shows the photograph, and maker notes may
/// contain places and numbers of cameras.
/// </remarks>
internal static class FileMetadata
{
    private const double MillimetresPerInch = 25.4;
    private const string Copyright = "exif-ifd0-Copyright", Author = "exif-ifd0-Artist";

    private static readonly XNamespace Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private static readonly XNamespace DublinCore = "http://purl.org/dc/elements/1.1/";
    private static readonly XNamespace XmpRights = "http://ns.adobe.com/xap/1.0/rights/";
    private static readonly XNamespace Photoshop = "http://ns.adobe.com/photoshop/1.0/";
    private static readonly XNamespace TiffTags = "http://ns.adobe.com/tiff/1.0/";
    private static readonly XNamespace ExifTags = "http://ns.adobe.com/exif/1.0/";
    private static readonly XNamespace Basic = "http://ns.adobe.com/xap/1.0/";

    // What the result has values of its own for, and what describes how the photograph's file is laid out.
    private static readonly HashSet<string> Own = new(StringComparer.Ordinal)
    {
        "Orientation", "XResolution", "YResolution", "ResolutionUnit", "ColorSpace", "PixelXDimension",
        "PixelYDimension", "ImageWidth", "ImageLength", "BitsPerSample", "SamplesPerPixel", "Compression",
        "PhotometricInterpretation", "PlanarConfiguration", "StripOffsets", "StripByteCounts", "RowsPerStrip",
        "YCbCrPositioning", "YCbCrSubSampling", "YCbCrCoefficients", "ReferenceBlackWhite", "TransferFunction",
        "WhitePoint", "PrimaryChromaticities", "MakerNote", "ExifVersion", "FlashPixVersion", "InteroperabilityIndex",
        "XMLPacket", "ImageResources", "IPTC/NAA", "InterColorProfile", "GPSInfo",
    };

    private static readonly string[] Types = [", ASCII, ", ", Short, ", ", Long, ", ", Rational, ", ", SRational, "];

    // What libvips says of a file that names none; the second is said of PNG files.
    private const double NoDots = 1;
    private const double NoDotsOfPng = 2.834;

    /// <summary>Dots per inch of a file; null if it names none.</summary>
    public static double? Dpi(Image image) =>
        image.Xres is > 0 and not NoDots and not NoDotsOfPng and < 1e6
            ? Math.Round(image.Xres * MillimetresPerInch, 2)
            : ExifDpi(image);

    // libvips does not read it from WebP files. A unit of 3 is a centimetre.
    private static double? ExifDpi(Image image)
    {
        if (!image.Contains("exif-ifd0-XResolution"))
            return null;
        string[] parts = Plain((string)image.Get("exif-ifd0-XResolution")).Split('/');
        bool isCentimetre = image.Contains("exif-ifd0-ResolutionUnit")
            && Plain((string)image.Get("exif-ifd0-ResolutionUnit")) is "3" or "Centimeter";
        return parts.Length == 2
            && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double dots)
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double per)
            && dots > 0 && per > 0
            ? Math.Round(dots / per * (isCentimetre ? 2.54 : 1), 2)
            : null;
    }

    // libvips adds a description of the type to the value.
    private static string Plain(string value) =>
        value.LastIndexOf(" (", StringComparison.Ordinal) is > 0 and var end ? value[..end].Trim() : value.Trim();

    /// <summary>What a file says.</summary>
    public static PictureOrigin Read(Image image, IReadOnlyList<string> notes)
    {
        byte[]? iptc = image.Contains("iptc-data") ? IptcRecords.Read((byte[])image.Get("iptc-data")) : null;
        return new PictureOrigin
        {
            Notes = notes,
            Dpi = Dpi(image),
            Exif = image.GetFields().Where(IsExif).Select(name => (name, Value: (string)image.Get(name)))
                .Where(pair => Array.Exists(Types, type => pair.Value.Contains(type, StringComparison.Ordinal)))
                .ToDictionary(pair => pair.name, pair => pair.Value, StringComparer.Ordinal),
            Iptc = iptc,
            Xmp = image.Contains(RunMetadata.Field) ? Properties((byte[])image.Get(RunMetadata.Field)) : [],
        };
    }

    /// <summary>Puts metadata and resolution into a header.</summary>
    /// <param name="header">The header.</param>
    /// <param name="origin">What the photograph's file says; null for none.</param>
    /// <param name="mode">What is taken.</param>
    /// <param name="isJpeg">Whether IPTC records go into Photoshop's block.</param>
    public static void Write(MutableImage header, PictureOrigin? origin, MetadataMode mode, bool isJpeg)
    {
        if (origin is null || mode == MetadataMode.None)
            return;
        var exif = origin.Exif
            .Where(pair => mode == MetadataMode.Keep || pair.Key is Copyright or Author)
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        byte[]? iptc = origin.Iptc is { } records && mode == MetadataMode.Copyright
            ? IptcRecords.OfRights(records)
            : origin.Iptc;
        if (iptc is not null)
        {
            // Formats without IPTC have the rights in Exif at least.
            if (IptcRecords.Text(iptc, 116) is { } notice)
                exif.TryAdd(Copyright, notice);
            if (IptcRecords.Text(iptc, 80) is { } author)
                exif.TryAdd(Author, author);
            header.Set(GValue.BlobType, "iptc-data", isJpeg ? IptcRecords.Wrap(iptc) : IptcRecords.Padded(iptc));
        }

        foreach ((string name, string value) in exif)
            header.Set(GValue.GStrType, name, value);
    }

    /// <summary>XMP properties that a result takes.</summary>
    /// <param name="origin">What the photograph's file says; null for none.</param>
    /// <param name="mode">What is taken.</param>
    /// <param name="isTiff">Whether the format has no Exif here: then its fields become properties.</param>
    public static IReadOnlyList<XElement> Xmp(PictureOrigin? origin, MetadataMode mode, bool isTiff)
    {
        if (origin is null || mode == MetadataMode.None)
            return [];
        List<XElement> properties =
            [.. origin.Xmp.Where(property => mode == MetadataMode.Keep || IsRight(property.Name))];
        if (Right(origin, Copyright, 116) is { } notice && !properties.Exists(has => has.Name == DublinCore + "rights"))
            properties.Add(List(DublinCore + "rights", "Alt", notice));
        if (Right(origin, Author, 80) is { } author && !properties.Exists(has => has.Name == DublinCore + "creator"))
            properties.Add(List(DublinCore + "creator", "Seq", author));
        if (isTiff && mode == MetadataMode.Keep)
            properties.AddRange(origin.Exif.Where(pair => pair.Key is not (Copyright or Author)).Select(Property));
        return properties;
    }

    private static string? Right(PictureOrigin origin, string exif, byte iptc) =>
        origin.Exif.TryGetValue(exif, out string? value) ? Plain(value)
            : origin.Iptc is { } records ? IptcRecords.Text(records, iptc) : null;

    private static XElement List(XName name, string kind, string text)
    {
        var item = new XElement(Rdf + "li", Clean(text));
        if (kind == "Alt")
            item.Add(new XAttribute(XNamespace.Xml + "lang", "x-default"));
        return new XElement(name, new XElement(Rdf + kind, item));
    }

    // Source: ISO 16684-1; Exif's names are XMP's, dates are written as ISO 8601 writes them.
    private static XElement Property(KeyValuePair<string, string> field)
    {
        string name = field.Key["exif-ifd0-".Length..], value = Plain(field.Value);
        bool isDate = DateTime.TryParseExact(
            value, "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date);
        return new XElement(
            (field.Key.StartsWith("exif-ifd0-", StringComparison.Ordinal) ? TiffTags : ExifTags)
                + XmlConvert.EncodeLocalName(name),
            isDate ? date.ToString("s", CultureInfo.InvariantCulture) : Clean(value));
    }

    private static string Clean(string text) => string.Concat(text.Where(XmlConvert.IsXmlChar));

    private static bool IsExif(string name) =>
        (name.StartsWith("exif-ifd0-", StringComparison.Ordinal)
            || name.StartsWith("exif-ifd2-", StringComparison.Ordinal))
        && !Own.Contains(name["exif-ifd0-".Length..]);

    private static bool IsRight(XName name) => name.Namespace == XmpRights
        || name == DublinCore + "rights" || name == DublinCore + "creator" || name == Photoshop + "Credit";

    private static bool IsTaken(XName name) => IsRight(name) || name.Namespace == DublinCore
        || name == Photoshop + "DateCreated" || name == Photoshop + "Headline" || name == Photoshop + "Source"
        || name == Basic + "CreateDate" || name == Basic + "Rating";

    private static IReadOnlyList<XElement> Properties(byte[] packet)
    {
        try
        {
            XElement[] descriptions = [.. RunMetadata.Parse(packet).Descendants(Rdf + "Description")];
            return
            [
                .. descriptions.Attributes().Where(attribute => IsTaken(attribute.Name))
                    .Select(attribute => new XElement(attribute.Name, attribute.Value)),
                .. descriptions.Elements().Where(element => IsTaken(element.Name)),
            ];
        }
        catch (XmlException)
        {
            return [];
        }
    }
}
