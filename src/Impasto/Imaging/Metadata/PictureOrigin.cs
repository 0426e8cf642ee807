using System.Xml.Linq;

namespace Impasto;

/// <summary>What a picture's file says besides its pixels.</summary>
public sealed record PictureOrigin
{
    /// <summary>What was left out or taken as something else when the file was read, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Dots per inch; null (the default) if the file names none.</summary>
    public double? Dpi { get; init; }

    /// <summary>Exif fields by libvips' names.</summary>
    internal IReadOnlyDictionary<string, string> Exif { get; init; } = new Dictionary<string, string>();

    /// <summary>The IPTC records; null if there are none.</summary>
    internal byte[]? Iptc { get; init; }

    /// <summary>XMP properties of rights and dates.</summary>
    internal IReadOnlyList<XElement> Xmp { get; init; } = [];
}
