namespace Impasto.Imaging;

/// <summary>How much a picture may ask for before it is refused.</summary>
public sealed record PictureLimits
{
    /// <summary>The largest picture that can be decoded whatever the limit: beyond, four channels no longer fit an array.</summary>
    public const long MostPixels = 500_000_000;

    /// <summary>Most pixels, width x height, looked at before decoding. Default 100 million, which take 1.2 GB as floats.</summary>
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>Most bytes of a download or of standard input. Default 200 million.</summary>
    public long MaxBytes { get; init; } = 200_000_000;

    /// <summary>Longest time for a download. Default one minute.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);
}
