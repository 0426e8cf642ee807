namespace Impasto.Imaging;

/// <summary>How large a picture may be before the reader refuses it.</summary>
public sealed record PictureLimits
{
    /// <summary>
    /// The largest picture that is decoded whatever the limit: four channels of more pixels don't fit an array.
    /// </summary>
    public const long MostPixels = 500_000_000;

    /// <summary>
    /// Most pixels, width x height, checked before decoding. Default: 100 million, which take 1.2 GB as floats.
    /// </summary>
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>Most bytes of a download, of a stream or of standard input. Default: 200 million.</summary>
    public long MaxBytes { get; init; } = 200_000_000;

    /// <summary>Longest time for a download. Default: one minute.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);
}
