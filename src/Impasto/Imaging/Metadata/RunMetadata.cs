using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Impasto.Imaging.Metadata;

/// <summary>A run's parameters inside a picture, as an XMP packet, which PNG, JPEG, WebP and TIFF all carry.</summary>
/// <remarks>Source: ISO 16684-1 (XMP), part 1.</remarks>
internal static class RunMetadata
{
    /// <summary>The metadata field of libvips.</summary>
    public const string Field = "xmp-data";

    private static readonly XNamespace Meta = "adobe:ns:meta/";
    private static readonly XNamespace Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private static readonly XNamespace Own = "urn:impasto:run:1";

    /// <summary>
    /// Most bytes of a packet that a JPEG file holds: a segment less its length and the name it begins with.
    /// </summary>
    public const int MaxJpegBytes = 65_533 - 29;

    /// <summary>Most bytes of parameters that are unpacked.</summary>
    public const int MostBytes = 1 << 24;

    private const int LongText = 16_384;

    /// <summary>The packet; deflates long texts and texts with characters that XML does not allow.</summary>
    /// <param name="parameters">The run's parameters; null for none.</param>
    /// <param name="properties">Properties from elsewhere, such as rights; null (the default) for none.</param>
    public static byte[] Pack(string? parameters, IReadOnlyList<XElement>? properties = null)
    {
        var packet = new XElement(
            Meta + "xmpmeta",
            new XAttribute(XNamespace.Xmlns + "x", Meta),
            new XElement(
                Rdf + "RDF",
                new XAttribute(XNamespace.Xmlns + "rdf", Rdf),
                new XElement(
                    Rdf + "Description",
                    new XAttribute(Rdf + "about", ""),
                    new XAttribute(XNamespace.Xmlns + "impasto", Own),
                    parameters is null ? null : Element(parameters),
                    properties)));
        string text = packet.ToString(SaveOptions.DisableFormatting);
        return Encoding.UTF8.GetBytes(
            $"<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>{text}<?xpacket end=\"r\"?>");
    }

    private static XElement Element(string parameters)
    {
        bool isPlain = parameters.Length < LongText && parameters.All(IsXml);
        return isPlain
            ? new XElement(Own + "parameters", parameters)
            : new XElement(
                Own + "parameters",
                new XAttribute("packed", "deflate"),
                Convert.ToBase64String(Deflate(parameters)));
    }

    // Reading XML turns a carriage return into a line feed.
    private static bool IsXml(char letter) =>
        letter != '\r' && (XmlConvert.IsXmlChar(letter) || char.IsSurrogate(letter));

    /// <summary>The parameters; null if the packet is another program's, or damaged.</summary>
    public static string? Unpack(byte[] packet)
    {
        try
        {
            XElement? element = Parse(packet).Descendants(Own + "parameters").FirstOrDefault();
            return element?.Attribute("packed") is null
                ? element?.Value
                : Inflate(Convert.FromBase64String(element.Value));
        }
        catch (Exception failure) when (failure is XmlException or FormatException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>A packet as XML.</summary>
    /// <exception cref="XmlException">It is damaged.</exception>
    public static XElement Parse(byte[] packet)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        string text = Encoding.UTF8.GetString(packet).Trim('\0', '\uFEFF', ' ', '\n', '\r', '\t');
        using var reader = XmlReader.Create(new StringReader(text), settings);
        return XElement.Load(reader);
    }

    private static byte[] Deflate(string text)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize))
            deflate.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private static string? Inflate(byte[] packed)
    {
        using var deflate = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        byte[] text = new byte[MostBytes + 1];
        int length = deflate.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        return length > MostBytes ? null : Encoding.UTF8.GetString(text, 0, length);
    }
}
