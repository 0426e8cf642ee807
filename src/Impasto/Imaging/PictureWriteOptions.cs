namespace Impasto.Imaging;

/// <summary>How a picture is written.</summary>
public sealed record PictureWriteOptions
{
    /// <summary>
    /// Bits a channel, 8 or 16. Default: null, which takes the format's <see cref="PictureFormat.DefaultDepth"/>.
    /// </summary>
    public int? Depth { get; init; }

    /// <summary>Quality of lossy formats, 1 to 100. Default: 95.</summary>
    public int Quality { get; init; } = 95;

    /// <summary>
    /// The run that made the picture, as JSON, stored as XMP metadata. Default: null, which stores nothing.
    /// </summary>
    public string? Parameters { get; init; }

    /// <summary>Dots per inch. Range: 1 to 100000. Default: null, which takes the photograph's, or 72.</summary>
    public double? Dpi { get; init; }

    /// <summary>What is taken from <see cref="Picture.Origin"/>. Default: rights and resolution.</summary>
    public MetadataMode Metadata { get; init; }

    /// <summary>The colour space of the file. Default: sRGB.</summary>
    public OutputColors Colors { get; init; }

    /// <summary>Whether an existing file may be replaced; streams ignore it. Default: false.</summary>
    public bool Overwrite { get; init; }
}
