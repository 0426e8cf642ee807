using System.Text;

namespace Impasto.Imaging.Files;

/// <summary>What a file is, by its first bytes: pictures that are read, and files that people take for them.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="IsRead">Whether it is read here.</param>
internal sealed record FileKind(string Name, bool IsRead = false)
{
    /// <summary>Bytes from the start of a file that tell its kind.</summary>
    public const int HeadBytes = 4096;

    /// <summary>The kind in a sentence: a HEIC file, an MP4 video.</summary>
    public string Phrase
    {
        get
        {
            bool isVowel = "AEIO".Contains(Name[0], StringComparison.Ordinal)
                || Name.StartsWith("MP4", StringComparison.Ordinal);
            string[] nouns = ["archive", "video", "sound", "(HTML)"];
            string noun = nouns.Any(word => Name.EndsWith(word, StringComparison.Ordinal)) ? "" : " file";
            return $"{(isVowel ? "an" : "a")} {Name}{noun}";
        }
    }

    public static FileKind Png { get; } = new("PNG", true);

    public static FileKind Jpeg { get; } = new("JPEG", true);

    public static FileKind Gif { get; } = new("GIF", true);

    public static FileKind Webp { get; } = new("WebP", true);

    public static FileKind Tiff { get; } = new("TIFF", true);

    public static FileKind Avif { get; } = new("AVIF", true);

    public static FileKind Bmp { get; } = new("BMP", true);

    public static FileKind Netpbm { get; } = new("PPM", true);

    public static FileKind Svg { get; } = new("SVG", true);

    private static readonly (int Offset, byte[] Bytes, FileKind Kind)[] Signatures =
    [
        (0, [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A], Png),
        (0, [0xFF, 0xD8, 0xFF], Jpeg),
        (0, [.. "GIF87a"u8], Gif),
        (0, [.. "GIF89a"u8], Gif),
        (8, [.. "WEBP"u8], Webp),
        (0, [0xFF, 0x0A], new("JPEG XL")),
        (0, [0, 0, 0, 0x0C, .. "JXL "u8], new("JPEG XL")),
        (0, [0, 0, 0, 0x0C, .. "jP  "u8], new("JPEG 2000")),
        (0, [0xFF, 0x4F, 0xFF, 0x51], new("JPEG 2000")),
        (0, [.. "8BPS"u8], new("Photoshop (PSD)")),
        (0, [.. "gimp xcf"u8], new("GIMP (XCF)")),
        (0, [.. "%PDF"u8], new("PDF")),
        (0, [.. "%!PS"u8], new("PostScript")),
        (0, [0x76, 0x2F, 0x31, 0x01], new("OpenEXR")),
        (0, [.. "#?RADIANCE"u8], new("Radiance HDR")),
        (0, [.. "#?RGBE"u8], new("Radiance HDR")),
        (0, [0, 0, 1, 0], new("icon (ICO)")),
        (0, [0, 0, 2, 0], new("cursor (CUR)")),
        (0, [.. "DDS "u8], new("DDS")),
        (0, [.. "qoif"u8], new("QOI")),
        (0, [.. "FUJIFILMCCD-RAW"u8], new("Fujifilm raw (RAF)")),
        (0, [.. "IIRO"u8], new("Olympus raw (ORF)")),
        (0, [.. "IIRS"u8], new("Olympus raw (ORF)")),
        (0, [.. "IIU\0"u8], new("Panasonic raw (RW2)")),
        (0, [.. "II"u8, 0xBC, 0x01], new("JPEG XR")),
        (0, [.. "FORM"u8], new("IFF")),
        (0, [.. "PK"u8, 3, 4], new("ZIP archive")),
        (0, [0x1F, 0x8B], new("gzip archive")),
        (0, [0x1A, 0x45, 0xDF, 0xA3], new("Matroska or WebM video")),
        (8, [.. "AVI "u8], new("AVI video")),
        (8, [.. "WAVE"u8], new("WAV sound")),
    ];

    private static readonly Dictionary<string, FileKind> Brands = new(StringComparer.Ordinal)
    {
        ["avif"] = Avif,
        ["avis"] = Avif,
        ["heic"] = new("HEIC"),
        ["heix"] = new("HEIC"),
        ["hevc"] = new("HEIC"),
        ["hevx"] = new("HEIC"),
        ["heim"] = new("HEIC"),
        ["heis"] = new("HEIC"),
        ["crx "] = new("Canon raw (CR3)"),
        ["qt  "] = new("QuickTime video"),
        ["isom"] = new("MP4 video"),
        ["iso2"] = new("MP4 video"),
        ["mp41"] = new("MP4 video"),
        ["mp42"] = new("MP4 video"),
        ["avc1"] = new("MP4 video"),
        ["M4V "] = new("MP4 video"),
    };

    /// <summary>The kind of a file; null if it is none that is known here.</summary>
    /// <param name="head">Its first <see cref="HeadBytes"/> bytes, or all of them.</param>
    public static FileKind? Of(ReadOnlySpan<byte> head)
    {
        foreach ((int offset, byte[] bytes, FileKind kind) in Signatures)
        {
            if (head.Length >= offset + bytes.Length && head.Slice(offset, bytes.Length).SequenceEqual(bytes))
                return kind;
        }

        if (head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8))
            return OfBrands(head);
        if (IsTiff(head))
            return Tiff;
        if (head.Length >= 18 && head.StartsWith("BM"u8) && head[15] == 0 && head[16] == 0 && head[17] == 0)
            return Bmp;
        if (head.Length >= 3 && head[0] == 'P' && "1234567fF"u8.Contains(head[1]) && IsSpace(head[2]))
            return Netpbm;
        return OfText(head);
    }

    private static bool IsTiff(ReadOnlySpan<byte> head) => head.Length >= 4
        && (head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8)
            || head.StartsWith("II+\0"u8) || head.StartsWith("MM\0+"u8));

    private static bool IsSpace(byte letter) => " \n\r\t#"u8.Contains(letter);

    // The major brand, or the first of the compatible ones that is known. Source: ISO/IEC 14496-12, 4.3.
    private static FileKind? OfBrands(ReadOnlySpan<byte> head)
    {
        int length = Math.Min(head.Length, (head[2] << 8) + head[3]);
        for (int at = 8; at + 4 <= length; at += at == 8 ? 8 : 4)
        {
            if (Brands.TryGetValue(Encoding.Latin1.GetString(head.Slice(at, 4)), out FileKind? kind))
                return kind;
        }

        return new("HEIF");
    }

    private static FileKind? OfText(ReadOnlySpan<byte> head)
    {
        Encoding encoding = head.StartsWith([(byte)0xFF, (byte)0xFE]) ? Encoding.Unicode
            : head.StartsWith([(byte)0xFE, (byte)0xFF]) ? Encoding.BigEndianUnicode : Encoding.UTF8;
        string text = encoding.GetString(head).TrimStart('\uFEFF', ' ', '\r', '\n', '\t');
        if (!text.StartsWith('<'))
            return null;
        if (text.Contains("<svg", StringComparison.Ordinal) || text.Contains(":svg", StringComparison.Ordinal))
            return Svg;
        return text.StartsWith("<!DOCTYPE html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            ? new("web page (HTML)")
            : null;
    }
}
