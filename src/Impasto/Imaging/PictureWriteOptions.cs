namespace Impasto.Imaging;

/// <summary>How a picture is written.</summary>
public sealed record PictureWriteOptions
{
    /// <summary>Bits a channel, 8 or 16; null takes 16 for TIFF and 8 for the others. JPEG and WebP only have 8.</summary>
    public int? Depth { get; init; }

    /// <summary>Quality of JPEG and WebP, 1 to 100. Default 95.</summary>
    public int Quality { get; init; } = 95;

    /// <summary>The run that made the picture, as JSON; kept in the file's XMP metadata. Null writes none.</summary>
    public string? Parameters { get; init; }

    /// <summary>Whether an existing file may be replaced. Default: no.</summary>
    public bool Overwrite { get; init; }
}
