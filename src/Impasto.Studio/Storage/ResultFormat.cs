namespace Impasto.Studio.Storage;

/// <summary>A file format that results are stored in.</summary>
internal sealed record ResultFormat
{
    private ResultFormat(string name, string contentType) => (Name, ContentType) = (name, contentType);

    /// <summary>8 bits a channel, lossless.</summary>
    public static ResultFormat Png { get; } = new("png", "image/png");

    /// <summary>8 bits a channel; limited to 65535 pixels a side.</summary>
    public static ResultFormat Jpeg { get; } = new("jpg", "image/jpeg");

    /// <summary>16 bits a channel, lossless.</summary>
    public static ResultFormat Tiff { get; } = new("tif", "image/tiff");

    /// <summary>All of them, in the order in which the page offers them.</summary>
    public static IReadOnlyList<ResultFormat> All { get; } = [Png, Jpeg, Tiff];

    /// <summary>The ending of its files, which is its name in the API as well: png, jpg or tif.</summary>
    public string Name { get; }

    /// <summary>Its media type.</summary>
    public string ContentType { get; }

    /// <summary>The format of that name; null if there is none.</summary>
    public static ResultFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);
}
