namespace Impasto;

/// <summary>
/// What a result takes from the photograph's file besides its pixels. Never where it was taken (GPS).
/// </summary>
public enum MetadataMode
{
    /// <summary>Who holds the rights: copyright and author, by Exif, IPTC and XMP, and the resolution.</summary>
    Copyright,

    /// <summary>Exif and IPTC data, dates, rights and resolution, without place, thumbnail and maker notes.</summary>
    Keep,

    /// <summary>Nothing.</summary>
    None,
}
