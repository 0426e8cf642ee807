namespace Impasto.Video.Frames;

/// <summary>An encoder that ffmpeg has, with its settings.</summary>
/// <param name="Name">Its name in ffmpeg.</param>
/// <param name="Settings">Its arguments.</param>
/// <param name="PixelFormat">The pixels that it gets.</param>
internal sealed record EncoderChoice(string Name, string[] Settings, string PixelFormat)
{
    private static readonly string[] s_endings = [".mp4", ".m4v", ".mov", ".mkv", ".webm"];

    private static readonly EncoderChoice[] s_h264 =
    [
        // 16 is visually without loss; medium is the encoder's default speed.
        new("libx264", ["-crf", "16", "-preset", "medium"], "yuv420p"),
        new("libopenh264", ["-b:v", "20M"], "yuv420p"),
    ];

    private static readonly EncoderChoice s_vp9 =
        new("libvpx-vp9", ["-crf", "22", "-b:v", "0", "-row-mt", "1"], "yuv420p");

    private static readonly EncoderChoice s_mpeg4 = new("mpeg4", ["-q:v", "2"], "yuv420p");
    private static readonly EncoderChoice s_ffv1 = new("ffv1", ["-level", "3", "-g", "1"], "gbrp");
    private static readonly EncoderChoice s_prores =
        new("prores_ks", ["-profile:v", "3", "-vendor", "apl0"], "yuv422p10le");

    // Sound that browsers play, by the kind of file that can hold it; mp3 and the like are old enough for all.
    private static readonly (string Ending, EncoderChoice[] Encoders, string[] Sound)[] s_browsers =
    [
        (".mp4", s_h264, ["aac", "mp3", "ac3", "eac3", "alac", "opus", "flac"]),
        (".webm", [s_vp9], ["opus", "vorbis"]),
    ];

    /// <summary>Whether the encoder gets 16 bits a channel.</summary>
    public bool IsDeep => PixelFormat.EndsWith("10le", StringComparison.Ordinal);

    /// <summary>Whether colours have half the size, so that sides must be even.</summary>
    public bool NeedsEvenSides => IsYuv;

    /// <summary>Whether colours are stored as brightness and two differences.</summary>
    public bool IsYuv => PixelFormat != "gbrp";

    /// <summary>Chooses for a file.</summary>
    /// <exception cref="ClipException">The ending is not one of a clip's, does not fit the codec, or ffmpeg lacks
    /// it.</exception>
    public static EncoderChoice For(string path, ClipCodec codec, FfmpegTools tools)
    {
        string ending = Path.GetExtension(path).ToLowerInvariant();
        if (!s_endings.Contains(ending))
        {
            throw ClipException.Unwritable(
                path, $"expected a name that ends in {string.Join(", ", s_endings[..^1])} or {s_endings[^1]}");
        }

        string[] fitting = codec switch
        {
            ClipCodec.Ffv1 => [".mkv"],
            ClipCodec.Prores => [".mov", ".mkv"],
            ClipCodec.H264 => [".mp4", ".m4v", ".mov", ".mkv"],
            ClipCodec.Vp9 => [".webm", ".mkv", ".mp4"],
            _ => s_endings,
        };
        if (!fitting.Contains(ending))
        {
            throw ClipException.Unwritable(
                path, $"{CodecName(codec)} needs a name that ends in {string.Join(" or ", fitting)}");
        }

        EncoderChoice[] candidates = Candidates(codec, ending);
        return Array.Find(candidates, candidate => tools.HasEncoder(candidate.Name))
            ?? throw ClipException.Unwritable(
                path,
                $"this ffmpeg has no encoder {string.Join(" or ", candidates.Select(candidate => candidate.Name))}; "
                + "install an ffmpeg built with it, or choose another codec");
    }

    /// <summary>The ending of a file that browsers play and that can hold some tracks of sound; else .mkv.</summary>
    public static string EndingForBrowsers(FfmpegTools tools, IReadOnlyList<string> sound) => s_browsers
        .Where(kind => kind.Encoders.Any(encoder => tools.HasEncoder(encoder.Name))
            && sound.All(kind.Sound.Contains))
        .Select(kind => kind.Ending)
        .FirstOrDefault(".mkv");

    private static EncoderChoice[] Candidates(ClipCodec codec, string ending) => codec switch
    {
        ClipCodec.H264 => s_h264,
        ClipCodec.Vp9 => [s_vp9],
        ClipCodec.Ffv1 => [s_ffv1],
        ClipCodec.Prores => [s_prores],
        _ => ending == ".webm" ? [s_vp9] : [.. s_h264, s_mpeg4],
    };

    private static string CodecName(ClipCodec codec) => codec switch
    {
        ClipCodec.Ffv1 => "FFV1",
        ClipCodec.Prores => "ProRes",
        ClipCodec.H264 => "H.264",
        _ => "VP9",
    };
}
