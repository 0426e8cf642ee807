namespace Impasto.Studio;

/// <summary>Limits of the service; a request beyond them is refused with a sentence.</summary>
/// <remarks>The defaults are constants, so that a help text can name them without loading a web server.</remarks>
public sealed record StudioLimits
{
    /// <summary>Default of <see cref="MaxQueued"/>.</summary>
    public const int UsualQueued = 1000;

    /// <summary>Default of <see cref="MaxUploadBytes"/>.</summary>
    public const long UsualUploadBytes = 100L << 20;

    /// <summary>Default of <see cref="MaxPixels"/> and <see cref="MaxResultPixels"/>.</summary>
    public const long UsualPixels = 50_000_000;

    /// <summary>Default of <see cref="MaxDiskBytes"/>.</summary>
    public const long UsualDiskBytes = 20L << 30;

    /// <summary>Default of <see cref="MaxClipBytes"/>.</summary>
    public const long UsualClipBytes = 100L << 20;

    /// <summary>Default of <see cref="MaxClipSeconds"/>.</summary>
    public const int UsualClipSeconds = 60;

    /// <summary>Default of <see cref="MaxClipFrames"/>.</summary>
    public const int UsualClipFrames = 1800;

    /// <summary>Default of <see cref="MaxClipPixels"/>.</summary>
    public const long UsualClipPixels = 10_000_000;

    /// <summary>Default of <see cref="MaxConnectionsPerAddress"/>.</summary>
    public const int UsualConnections = 300;

    /// <summary>Most runs that wait. Default 1000; the next one gets 429.</summary>
    public int MaxQueued { get; init; } = UsualQueued;

    /// <summary>Runs that this process works on at the same time; 0 leaves the work to workers. Default 1.</summary>
    public int RunsAtOnce { get; init; } = 1;

    /// <summary>Most bytes of one request with all its pictures. Default 100 MB; more gets 413.</summary>
    public long MaxUploadBytes { get; init; } = UsualUploadBytes;

    /// <summary>
    /// Most pixels of an uploaded picture. Default 50 million; more gets 422. All requests together decode at most
    /// twice as many at the same time: others wait.
    /// </summary>
    public long MaxPixels { get; init; } = UsualPixels;

    /// <summary>Most pixels of a result. Default 50 million; more gets 422.</summary>
    public long MaxResultPixels { get; init; } = UsualPixels;

    /// <summary>Most paintings and masks of one run together. Default 16; more gets 422.</summary>
    public int MaxPictures { get; init; } = 16;

    /// <summary>
    /// Most bytes of an uploaded clip. Default 100 MB; more gets 413. <see cref="MaxUploadBytes"/> holds as well.
    /// </summary>
    public long MaxClipBytes { get; init; } = UsualClipBytes;

    /// <summary>Most seconds of the part of a clip that is painted. Default 60; more gets 422.</summary>
    public int MaxClipSeconds { get; init; } = UsualClipSeconds;

    /// <summary>Most frames of the part of a clip that is painted. Default 1800; more gets 422.</summary>
    public int MaxClipFrames { get; init; } = UsualClipFrames;

    /// <summary>Most pixels of a frame of an uploaded clip. Default 10 million; more gets 422.</summary>
    public long MaxClipPixels { get; init; } = UsualClipPixels;

    /// <summary>Most bytes of all runs together. Default 20 GB; when they are used up, new runs get 507.</summary>
    public long MaxDiskBytes { get; init; } = UsualDiskBytes;

    /// <summary>
    /// Most connections of one address that are open, and most requests of it that are served, at the same time; event
    /// streams count. Default 300: silent connections beyond it are closed, a request beyond it gets 429.
    /// </summary>
    public int MaxConnectionsPerAddress { get; init; } = UsualConnections;

    /// <summary>Most event streams that are open at the same time. Default 1000; the next one gets 429.</summary>
    public int MaxStreams { get; init; } = 1000;
}
