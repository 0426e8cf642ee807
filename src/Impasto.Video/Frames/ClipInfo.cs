using Impasto.Imaging;

namespace Impasto.Video.Frames;

/// <summary>What a clip's file says about it.</summary>
public sealed record ClipInfo
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>Columns and rows as people see the clip: turned upright, with square pixels.</summary>
    public required PictureSize Size { get; init; }

    /// <summary>
    /// Frames per second at which the clip is read: the file's own rate; for a clip of variable rate its average,
    /// rounded to a common rate.
    /// </summary>
    public required FrameRate Rate { get; init; }

    /// <summary>Whether frames last differently long. Reading then repeats or leaves out frames.</summary>
    public bool IsVariableRate { get; init; }

    /// <summary>Length; null if the file does not say.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>When the video begins after the clip, whose sound may begin before.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Degrees by which the frames are turned clockwise for people: 0, 90, 180 or 270.</summary>
    public int Rotation { get; init; }

    /// <summary>Width of a pixel divided by its height in the file; 1 for most.</summary>
    public double PixelAspect { get; init; } = 1;

    /// <summary>Whether frames hold two fields of different times, which are merged.</summary>
    public bool IsInterlaced { get; init; }

    /// <summary>Bits a channel.</summary>
    public int Depth { get; init; } = 8;

    /// <summary>Whether brightness is stored for HDR screens (PQ or HLG), which is mapped to the usual range.</summary>
    public bool IsHdr { get; init; }

    /// <summary>Number of sound tracks.</summary>
    public int SoundTracks => SoundCodecs.Count;

    /// <summary>Number of subtitle tracks.</summary>
    public int SubtitleTracks => SubtitleCodecs.Count;

    /// <summary>
    /// How the frames differ from what the file has, as a sentence for people: turned, merged, mapped. Empty if they
    /// do not.
    /// </summary>
    public string Remarks
    {
        get
        {
            List<string> remarks = [];
            if (IsVariableRate)
                remarks.Add("its frames last differently long: some are repeated or left out");
            if (Rotation != 0)
                remarks.Add($"it is turned upright by {Rotation} degrees");
            if (PixelAspect != 1)
                remarks.Add("its pixels are made square");
            if (IsInterlaced)
                remarks.Add("its fields are merged");
            if (IsHdr)
                remarks.Add("its brightness is mapped from HDR to the usual range");
            return remarks.Count == 0 ? "" : $"The clip: {string.Join("; ", remarks)}.";
        }
    }

    /// <summary>Number of the video in the file.</summary>
    internal int Stream { get; init; }

    /// <summary>The matrix of the colours if the file says it.</summary>
    internal string? ColorMatrix { get; init; }

    /// <summary>The curve of brightness if the file says it.</summary>
    internal string? ColorTransfer { get; init; }

    /// <summary>Names of the codecs of sound tracks, in their order.</summary>
    internal IReadOnlyList<string> SoundCodecs { get; init; } = [];

    /// <summary>Names of the codecs of subtitles, in their order.</summary>
    internal IReadOnlyList<string> SubtitleCodecs { get; init; } = [];

    /// <summary>Reads what a clip's file says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tools">The installed programs.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ClipException">It is missing, no clip, or without video.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static ClipInfo Read(string path, FfmpegTools tools, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tools);
        return ClipProbe.Read(path, tools, cancellation);
    }
}
