namespace Impasto.Video.Frames;

/// <summary>How a clip is written.</summary>
public sealed record ClipWriteOptions
{
    /// <summary>Frames per second of the clip.</summary>
    public required FrameRate Rate { get; init; }

    /// <summary>How the frames are stored. Default: by the file's ending.</summary>
    public ClipCodec Codec { get; init; }

    /// <summary>
    /// The clip whose sound, subtitles, chapters and description are copied; null (the default) for none. Only the part
    /// that was read is copied.
    /// </summary>
    public ClipInfo? Source { get; init; }

    /// <summary>The part of the source that was read. Default: all of it.</summary>
    public ClipReadOptions Part { get; init; } = new();

    /// <summary>
    /// Folder that keeps the frames so far, so that another writer can continue the clip after this program was killed;
    /// made if it is missing. <see cref="ClipWriter.Forget"/> empties it. Default: null, a hidden one that is deleted.
    /// </summary>
    public string? KeepFolder { get; init; }

    /// <summary>
    /// Number of the first frame that is written; those before it are in <see cref="KeepFolder"/>. Default: 0.
    /// </summary>
    public int Start { get; init; }

    /// <summary>Whether an existing file may be replaced. Default: false.</summary>
    public bool Overwrite { get; init; }
}
