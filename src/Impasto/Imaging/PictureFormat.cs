using Impasto.Imaging.Metadata;
using NetVips;

namespace Impasto.Imaging;

/// <summary>A file format of pictures: its names, what it can hold, and how it is written.</summary>
/// <remarks>
/// This table is the only place that lists formats: reader, writer, command line and web page ask it. To add a
/// format, add an entry here.
/// </remarks>
public sealed class PictureFormat
{
    // A TIFF file of more pixels may need offsets of 64 bits.
    private const long LargestPlainTiff = 200_000_000;

    private PictureFormat()
    {
    }

    /// <summary>Portable Network Graphics: lossless, 8 or 16 bits.</summary>
    public static PictureFormat Png { get; } = new()
    {
        Name = "PNG",
        Extensions = [".png"],
        MediaType = "image/png",
        Depths = [8, 16],
        HasAlpha = true,
        Save = (image, target, _) => image.PngsaveTarget(target, compression: 6),
    };

    /// <summary>
    /// JPEG: lossy, 8 bits, written without chroma subsampling (4:4:4); transparency is laid on white.
    /// </summary>
    public static PictureFormat Jpeg { get; } = new()
    {
        Name = "JPEG",
        Extensions = [".jpg", ".jpeg", ".jfif", ".jpe"],
        MediaType = "image/jpeg",
        // JPEG_MAX_DIMENSION of libjpeg; the format itself ends at 65535.
        MaxSide = 65_500,
        HasQuality = true,
        MaxMetadataBytes = RunMetadata.MaxJpegBytes,
        Save = (image, target, quality) => image.JpegsaveTarget(
            target, q: quality, optimizeCoding: true, subsampleMode: Enums.ForeignSubsample.Off),
    };

    /// <summary>WebP: lossy, 8 bits.</summary>
    public static PictureFormat Webp { get; } = new()
    {
        Name = "WebP",
        Extensions = [".webp"],
        MediaType = "image/webp",
        MaxSide = 16_383,
        HasAlpha = true,
        HasQuality = true,
        Save = (image, target, quality) => image.WebpsaveTarget(target, q: quality, smartSubsample: true, exact: true),
    };

    /// <summary>TIFF: lossless, 8 or 16 bits.</summary>
    public static PictureFormat Tiff { get; } = new()
    {
        Name = "TIFF",
        Extensions = [".tif", ".tiff"],
        MediaType = "image/tiff",
        Depths = [8, 16],
        DefaultDepth = 16,
        HasAlpha = true,
        Save = (image, target, _) => image.TiffsaveTarget(
            target,
            compression: Enums.ForeignTiffCompression.Deflate,
            predictor: Enums.ForeignTiffPredictor.Horizontal,
            bigtiff: (long)image.Width * image.Height > LargestPlainTiff),
    };

    /// <summary>GIF: read only, one frame.</summary>
    public static PictureFormat Gif { get; } = new()
    {
        Name = "GIF",
        Extensions = [".gif"],
        MediaType = "image/gif",
        MaxSide = 65_535,
        HasAlpha = true,
    };

    /// <summary>AVIF: read only. HEIC, its sister, needs a decoder that is not free.</summary>
    public static PictureFormat Avif { get; } = new()
    {
        Name = "AVIF",
        Extensions = [".avif"],
        MediaType = "image/avif",
        Depths = [8, 16],
        HasAlpha = true,
    };

    /// <summary>Windows bitmap: read only.</summary>
    public static PictureFormat Bmp { get; } = new()
    {
        Name = "BMP",
        Extensions = [".bmp", ".dib"],
        MediaType = "image/bmp",
        HasAlpha = true,
    };

    /// <summary>The Netpbm formats PBM, PGM, PPM, PAM and PFM: read only.</summary>
    public static PictureFormat Ppm { get; } = new()
    {
        Name = "PPM",
        Extensions = [".ppm", ".pgm", ".pbm", ".pnm", ".pam", ".pfm"],
        MediaType = "image/x-portable-anymap",
        Depths = [8, 16],
        HasAlpha = true,
    };

    /// <summary>
    /// SVG: read only, made at the size that is wanted (<see cref="PictureReader.VectorSide"/>), without files or the
    /// network.
    /// </summary>
    public static PictureFormat Svg { get; } = new()
    {
        Name = "SVG",
        Extensions = [".svg"],
        MediaType = "image/svg+xml",
        HasAlpha = true,
    };

    /// <summary>Every format that is read; those that are written come first.</summary>
    public static IReadOnlyList<PictureFormat> All { get; } = [Png, Jpeg, Webp, Tiff, Gif, Avif, Bmp, Ppm, Svg];

    /// <summary>Every format that is written.</summary>
    public static IReadOnlyList<PictureFormat> Writable { get; } = [.. All.Where(format => format.CanWrite)];

    /// <summary>
    /// Endings of pictures that are not read, with their dot, in lower case: a program that searches a folder can say
    /// what it left out.
    /// </summary>
    public static IReadOnlyList<string> UnreadExtensions { get; } =
    [
        ".arw", ".cr2", ".cr3", ".dng", ".heic", ".heif", ".jp2", ".jxl", ".nef", ".orf", ".psd", ".raf", ".raw",
        ".rw2", ".xcf",
    ];

    /// <summary>The format's name, such as JPEG.</summary>
    public string Name { get; private init; } = "";

    /// <summary>Endings of its files with their dot, in lower case, the usual one first.</summary>
    public IReadOnlyList<string> Extensions { get; private init; } = [];

    /// <summary>The usual ending of its files with its dot, such as .jpg.</summary>
    public string Extension => Extensions[0];

    /// <summary>Its media type (MIME), such as image/jpeg.</summary>
    public string MediaType { get; private init; } = "";

    /// <summary>
    /// The longest side that it can hold, in pixels; <see cref="int.MaxValue"/> if the format sets no limit.
    /// </summary>
    public int MaxSide { get; private init; } = int.MaxValue;

    /// <summary>Bits a channel that it can hold: 8, or 8 and 16.</summary>
    public IReadOnlyList<int> Depths { get; private init; } = [8];

    /// <summary>
    /// Bits a channel that are written unless <see cref="PictureWriteOptions.Depth"/> says otherwise.
    /// </summary>
    public int DefaultDepth { get; private init; } = 8;

    /// <summary>
    /// Whether it holds transparency; the writer lays transparent pictures on white for a format that does not.
    /// </summary>
    public bool HasAlpha { get; private init; }

    /// <summary>Whether <see cref="PictureWriteOptions.Quality"/> has an effect.</summary>
    public bool HasQuality { get; private init; }

    /// <summary>Whether <see cref="PictureWriter"/> writes it.</summary>
    public bool CanWrite => Save is not null;

    /// <summary>Most bytes of an XMP packet that fit.</summary>
    internal int MaxMetadataBytes { get; private init; } = int.MaxValue;

    /// <summary>
    /// Encodes an image of 8 or 16 bits at a quality of 1 to 100; null for a format that is only read.
    /// </summary>
    internal Action<Image, Target, int>? Save { get; private init; }

    /// <summary>Finds the format that is written to a file of this name.</summary>
    /// <param name="path">A path or a file's name; only its ending counts, in upper or lower case.</param>
    /// <exception cref="PictureException">The name ends in none of the endings of <see cref="Writable"/>.</exception>
    public static PictureFormat Of(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string extension = Path.GetExtension(path);
        return Writable.FirstOrDefault(format => format.HasExtension(extension)) ?? throw new PictureException(
            $"'{path}' can't be written: expected a name that ends in "
            + $"{string.Join(", ", Writable.SelectMany(format => format.Extensions))}, "
            + $"got {(extension.Length > 0 ? $"'{extension}'" : "no ending")}.")
        {
            PictureName = path,
        };
    }

    /// <summary>Whether files of this format have the ending.</summary>
    /// <param name="extension">An ending with its dot, in upper or lower case.</param>
    public bool HasExtension(string extension) => Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the format can hold a picture of this size.</summary>
    /// <param name="size">Columns and rows.</param>
    public bool Fits(PictureSize size) => size.Longer <= MaxSide;

    /// <summary>Checks, before any work is done, that the format can hold a picture of this size.</summary>
    /// <param name="size">Columns and rows.</param>
    /// <param name="name">The picture as the message must call it, such as its path; null: "The picture".</param>
    /// <exception cref="PictureException">A side is longer than <see cref="MaxSide"/>.</exception>
    public void Check(PictureSize size, string? name = null)
    {
        if (!Fits(size))
            throw Refused(name, $"{Name} is limited to {MaxSide} pixels a side, the picture has {size}");
    }

    /// <summary>The format's name.</summary>
    public override string ToString() => Name;

    /// <summary>The exception for a picture that the format can't hold.</summary>
    internal static PictureException Refused(string? name, string why, Exception? failure = null) =>
        new($"{(name is null ? "The picture" : $"'{name}'")} can't be written: {why}.", failure!)
        {
            PictureName = name,
        };
}
