using Impasto.Imaging;

namespace Impasto.Studio.Storage;

/// <summary>A file format of results.</summary>
internal sealed record ResultFormat
{
    private readonly PictureFormat? _picture;

    private ResultFormat(PictureFormat format)
        : this(format.Extension[1..], format.MediaType) => _picture = format;

    private ResultFormat(string name, string contentType) => (Name, ContentType) = (name, contentType);

    /// <summary>8 bits a channel, lossless.</summary>
    public static ResultFormat Png { get; } = new(PictureFormat.Png);

    /// <summary>8 bits a channel.</summary>
    public static ResultFormat Jpeg { get; } = new(PictureFormat.Jpeg);

    /// <summary>16 bits a channel, lossless.</summary>
    public static ResultFormat Tiff { get; } = new(PictureFormat.Tiff);

    /// <summary>8 bits a channel.</summary>
    public static ResultFormat Webp { get; } = new(PictureFormat.Webp);

    /// <summary>A clip in H.264.</summary>
    public static ResultFormat Mp4 { get; } = new("mp4", "video/mp4");

    /// <summary>A clip in VP9.</summary>
    public static ResultFormat Webm { get; } = new("webm", "video/webm");

    /// <summary>A clip whose sound the others can't hold.</summary>
    public static ResultFormat Mkv { get; } = new("mkv", "video/x-matroska");

    /// <summary>Those of pictures, in the order in which the page offers them.</summary>
    public static IReadOnlyList<ResultFormat> All { get; } = [Png, Jpeg, Tiff, Webp];

    /// <summary>
    /// Those in which a picture is stored, the best first: one is stored, and the others are made from it.
    /// </summary>
    public static IReadOnlyList<ResultFormat> Masters { get; } = [Tiff, Png];

    /// <summary>Those of clips; a clip is stored in one of them.</summary>
    public static IReadOnlyList<ResultFormat> Clips { get; } = [Mp4, Webm, Mkv];

    /// <summary>The format of a picture.</summary>
    /// <exception cref="InvalidOperationException">It is one of clips.</exception>
    public PictureFormat Format =>
        _picture ?? throw new InvalidOperationException($"{Name} is not a format of pictures.");

    /// <summary>The ending of its files without the dot, which is also its name in the API: png, jpg, tif,
    /// webp, mp4, webm or mkv.</summary>
    public string Name { get; }

    /// <summary>Its media type.</summary>
    public string ContentType { get; }

    /// <summary>The format of clips with an ending.</summary>
    /// <param name="ending">.mp4, .webm or .mkv.</param>
    public static ResultFormat OfClip(string ending) => Clips.Single(format => ending == $".{format.Name}");
}
