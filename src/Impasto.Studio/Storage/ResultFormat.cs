using Impasto.Imaging;

namespace Impasto.Studio.Storage;

/// <summary>A file format of results.</summary>
internal sealed record ResultFormat
{
    private ResultFormat(PictureFormat format) => Format = format;

    /// <summary>8 bits a channel, lossless.</summary>
    public static ResultFormat Png { get; } = new(PictureFormat.Png);

    /// <summary>8 bits a channel.</summary>
    public static ResultFormat Jpeg { get; } = new(PictureFormat.Jpeg);

    /// <summary>16 bits a channel, lossless.</summary>
    public static ResultFormat Tiff { get; } = new(PictureFormat.Tiff);

    /// <summary>8 bits a channel; made when it is asked for.</summary>
    public static ResultFormat Webp { get; } = new(PictureFormat.Webp);

    /// <summary>Those that are stored, in the order in which the page offers them.</summary>
    public static IReadOnlyList<ResultFormat> All { get; } = [Png, Jpeg, Tiff];

    /// <summary>The format itself.</summary>
    public PictureFormat Format { get; }

    /// <summary>The ending of its files without the dot, which is also its name in the API: png, jpg, tif or
    /// webp.</summary>
    public string Name => Format.Extension[1..];

    /// <summary>Its media type.</summary>
    public string ContentType => Format.MediaType;
}
