using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Impasto.Imaging;

/// <summary>A run's parameters inside a picture, as an XMP packet, which PNG, JPEG, WebP and TIFF all carry.</summary>
/// <remarks>Source: ISO 16684-1 (XMP), part 1.</remarks>
internal static class RunMetadata
{
    /// <summary>The metadata field of libvips.</summary>
    public const string Field = "xmp-data";

    private static readonly XNamespace Meta = "adobe:ns:meta/";
    private static readonly XNamespace Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private static readonly XNamespace Own = "urn:impasto:run:1";

    public static byte[] Pack(string parameters)
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
                    new XElement(Own + "parameters", parameters))));
        return Encoding.UTF8.GetBytes(
            $"<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>{packet.ToString(SaveOptions.DisableFormatting)}<?xpacket end=\"r\"?>");
    }

    /// <summary>The parameters; null where the packet is not ours.</summary>
    public static string? Unpack(byte[] packet)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        try
        {
            string text = Encoding.UTF8.GetString(packet).Trim('\0', '\uFEFF', ' ', '\n', '\r', '\t');
            using var reader = XmlReader.Create(new StringReader(text), settings);
            return XElement.Load(reader).Descendants(Own + "parameters").FirstOrDefault()?.Value;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
