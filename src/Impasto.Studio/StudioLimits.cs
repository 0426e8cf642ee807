namespace Impasto.Studio;

/// <summary>What the service takes at most; what is over is refused with a sentence.</summary>
public sealed record StudioLimits
{
    /// <summary>Runs that may wait. Default 1000; the next one gets 429.</summary>
    public int MaxQueued { get; init; } = 1000;

    /// <summary>Runs worked on at the same time by this process; 0 leaves the work to workers. Default 1.</summary>
    public int RunsAtOnce { get; init; } = 1;

    /// <summary>Bytes of one request with all its pictures. Default 100 million; more gets 413.</summary>
    public long MaxUploadBytes { get; init; } = 100_000_000;

    /// <summary>Pixels of a picture that comes in. Default 50 million; more gets 422.</summary>
    public long MaxPixels { get; init; } = 50_000_000;

    /// <summary>Pixels of a result. Default 50 million; more gets 422.</summary>
    public long MaxResultPixels { get; init; } = 50_000_000;

    /// <summary>Paintings and masks of one run together. Default 16; more gets 422.</summary>
    public int MaxPictures { get; init; } = 16;

    /// <summary>Bytes of all runs together. Default 20 billion; when they are used up, new runs get 507.</summary>
    public long MaxDiskBytes { get; init; } = 20_000_000_000;

    /// <summary>Event streams that are open at the same time. Default 1000; the next one gets 429.</summary>
    public int MaxStreams { get; init; } = 1000;
}
