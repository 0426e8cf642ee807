using Impasto.Imaging;

namespace Impasto.Records;

/// <summary>How the result of a run is written.</summary>
public sealed record RecordedOutput
{
    /// <summary>The ending of the file without the dot: png, jpg; null (the default) if it is left open.</summary>
    public string? Format { get; init; }

    /// <summary>8 or 16 bits a channel; null (the default) takes the format's usual depth.</summary>
    public int? Depth { get; init; }

    /// <summary>Quality of JPEG, WebP and other lossy formats, 1 to 100. Default 95.</summary>
    public int Quality { get; init; } = 95;

    /// <summary>Dots per inch; null (the default) takes the photograph's, or 72.</summary>
    public double? Dpi { get; init; }

    /// <summary>What the result takes from the photograph's file. Default: rights and resolution.</summary>
    public MetadataMode Metadata { get; init; }

    /// <summary>The colour space of the file. Default: sRGB.</summary>
    public OutputColors Colors { get; init; }

    /// <summary>Whether the run is described inside the result. Default: it is.</summary>
    public bool HasParameters { get; init; } = true;

    /// <summary>As options of the writer.</summary>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    public PictureWriteOptions ToWriteOptions(bool overwrite = false) => new()
    {
        Depth = Depth,
        Quality = Quality,
        Dpi = Dpi,
        Metadata = Metadata,
        Colors = Colors,
        Overwrite = overwrite,
    };
}
