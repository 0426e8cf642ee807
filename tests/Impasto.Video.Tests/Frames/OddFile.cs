using Impasto.Tests;

namespace Impasto.Video.Tests.Frames;

/// <summary>A clip as it may come from a camera, a program or a broken disk; ffmpeg's own sources draw it.</summary>
/// <param name="What">What is odd about it.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Words">ffmpeg's arguments before the name, of one call after the other; IN is the call before's file.
/// </param>
internal sealed record OddFile(string What, string Name, params string[] Words)
{
    private const string Picture = "testsrc2=s=64x48:r=10:d=1";
    private const string X264 = "-c:v libx264 -pix_fmt yuv420p";

    /// <summary>What happens to the file's bytes afterwards; null for nothing.</summary>
    public Func<byte[], byte[]>? Change { get; init; }

    /// <summary>The name of the result.</summary>
    public string Result { get; init; } = "result.mp4";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<OddFile> All { get; } =
    [
        new("turned by 90 degrees", "turned.mp4", Video($"{X264}"), "-i IN -c copy -metadata:s:v:0 rotate=90"),
        new("turned by 180 degrees", "over.mp4", Video($"{X264}"), "-i IN -c copy -metadata:s:v:0 rotate=180"),
        new("frames that last differently long, Matroska", "variable.mkv",
            Video("-vf select='lt(n,5)+not(mod(n,3))' -vsync vfr -c:v ffv1")),
        new("frames that last differently long, MP4", "variable.mp4",
            Video($"-vf select='lt(n,5)+not(mod(n,3))' -vsync vfr {X264}")),
        new("pixels twice as wide as high", "wide.mp4", Video($"-vf setsar=2 {X264}")),
        new("pixels twice as high as wide", "tall.mp4", Video($"-vf setsar=1/2 {X264}")),
        new("pixels of television, 64:45", "tv.mp4", Video($"-vf setsar=64/45 {X264}")),
        new("interlaced, MPEG-2", "fields.mpg",
            "-f lavfi -i testsrc2=s=64x48:r=50:d=1,tinterlace=interleave_top,fieldorder=tff -c:v mpeg2video "
            + "-flags +ilme+ildct -top 1"),
        new("interlaced, H.264", "fields.mp4",
            "-f lavfi -i testsrc2=s=64x48:r=50:d=1,tinterlace=interleave_top,fieldorder=tff -c:v libx264 "
            + "-x264opts tff=1 -pix_fmt yuv420p"),
        new("10 bits", "ten.mkv", Video("-c:v ffv1 -pix_fmt yuv420p10le")),
        new("12 bits", "twelve.mkv", Video("-c:v ffv1 -pix_fmt yuv444p12le")),
        new("16 bits of grey", "grey.mkv", Video("-c:v ffv1 -pix_fmt gray16le")),
        new("HDR, PQ", "pq.mkv", Hdr("smpte2084")),
        new("HDR, HLG", "hlg.mkv", Hdr("arib-std-b67")),
        new("limited range, stated", "limited.mp4", Video($"{X264} -color_range tv")),
        new("full range, stated", "full.mp4", Video($"{X264} -color_range pc")),
        new("Motion JPEG", "camera.avi", Video("-c:v mjpeg -pix_fmt yuvj422p")),
        new("RGB", "rgb.mkv", Video("-c:v libx264rgb")),
        new("2 x 256 pixels", "strip.mkv", "-f lavfi -i color=red:s=2x256:r=10:d=1 -c:v ffv1"),
        new("transparent, QuickTime", "clear.mov", Clear("qtrle", "argb")),
        new("transparent, ProRes 4444", "clear4.mov", Clear("prores_ks", "yuva444p10le")),
        new("transparent, WebM", "clear.webm", Clear("libvpx-vp9", "yuva420p")),
        new("no video", "sound.m4a", "-f lavfi -i sine=d=1"),
        new("music with a cover", "song.mp3",
            "-f lavfi -i sine=d=1 -f lavfi -i color=red:s=32x32:d=0.1 -frames:v 1 -c:v png "
            + "-disposition:v attached_pic"),
        new("a clip with a cover before it", "cover.mp4",
            "-f lavfi -i color=red:s=32x32:r=10:d=0.1 -f lavfi -i " + Picture
            + " -map 0 -map 1 -c:v:0 png -disposition:v:0 attached_pic -c:v:1 libx264 -pix_fmt:v:1 yuv420p"),
        new("two videos", "two.mkv",
            "-f lavfi -i " + Picture + " -f lavfi -i testsrc2=s=32x32:r=5:d=1 -map 0 -map 1 -c:v ffv1"),
        new("two tracks of sound", "tracks.mkv",
            "-f lavfi -i " + Picture + " -f lavfi -i sine=300:d=1 -f lavfi -i sine=600:d=1 -map 0 -map 1 -map 2 "
            + $"{X264} -c:a aac"),
        new("sound as it is on a CD", "pcm.mkv", Sound("sine=d=1", "-c:a pcm_s16le")),
        new("sound longer than the pictures", "longer.mp4", Sound("sine=d=3", "-c:a aac")),
        new("sound shorter than the pictures", "shorter.mp4", Sound("sine=d=0.4", "-c:a aac")),
        new("pictures that begin after the sound", "late.mkv",
            "-f lavfi -i sine=d=2 -itsoffset 0.5 -f lavfi -i " + Picture + $" -map 1 -map 0 {X264} -c:a aac"),
        new("subtitles of Matroska", "titles.mkv", Titles("srt")),
        new("subtitles of MP4", "titles.mp4", Titles("mov_text")),
        new("chapters and a title", "chapters.mkv", Chapters()),
        new("a time code", "timecode.mov", Video($"{X264} -timecode 01:00:00:00")),
        new("1 frame", "one.mp4", Video($"-frames:v 1 {X264}")),
        new("no frames, Matroska", "none.mkv", Video("-vf select=0 -c:v ffv1")),
        new("no frames, MP4", "none.mp4", Video($"-vf select=0 {X264}")),
        new("1000 frames a second", "fast.mkv", "-f lavfi -i testsrc2=s=64x48:r=1000:d=0.02 -c:v ffv1"),
        new("a frame in 10 seconds", "slow.mkv", "-f lavfi -i testsrc2=s=64x48:r=1/10:d=30 -c:v ffv1"),
        new("29.97 frames a second", "ntsc.mp4", "-f lavfi -i testsrc2=s=64x48:r=30000/1001:d=1 " + X264),
        new("begins between two key frames", "cut.mp4", Video($"{X264} -g 100"), "-ss 0.35 -i IN -c copy"),
        new("changes its size within", "sizes.ts", Video($"{X264} -f mpegts")) { Change = Larger },
        new("GIF", "moving.gif", Video("")),
        new("animated PNG", "moving.apng", Video("-plays 0")),
        new("animated WebP", "moving.webp", Video("-c:v libwebp_anim")),
        new("a still PNG", "still.png", Video("-frames:v 1")),
        new("a still JPEG", "still.jpg", Video("-frames:v 1")),
        new("a still WebP", "still.webp", Video("-frames:v 1 -c:v libwebp")),
        new("MPEG transport stream", "stream.ts", Video(X264)),
        new("AVI", "old.avi", Video("-c:v mpeg4")),
        new("Flash video", "old.flv", Video("-c:v flv1")),
        new("Windows Media", "old.wmv", Video("-c:v wmv2")),
        new("Ogg", "free.ogv", Video("-c:v libtheora")),
        new("of a phone of 2005", "phone.3gp", "-f lavfi -i testsrc2=s=176x144:r=10:d=1 -c:v h263"),
        new("YUV4MPEG", "plain.y4m", Video("-pix_fmt yuv420p")),
        new("H.264 without a container", "bare.h264", Video(X264)),
        new("HEVC", "new.mp4", Video("-c:v libx265 -x265-params log-level=error")),
        new("AV1", "newer.mkv", Video("-c:v libaom-av1 -cpu-used 8")),
        new("cut off, MP4", "broken.mp4", Video(X264)) { Change = Half },
        new("cut off, Matroska", "broken.mkv", Video("-c:v ffv1")) { Change = Half },
        new("cut off, transport stream", "broken.ts", Video(X264)) { Change = Half },
        new("damaged within", "damaged.mp4", Video($"{X264} -movflags +faststart")) { Change = Damaged },
        new("empty", "empty.mp4", Video(X264)) { Change = _ => [] },
        new("a text", "text.mp4", Video(X264)) { Change = _ => "This is not a clip."u8.ToArray() },
        new("a list of addresses", "list.m3u8", Video($"{X264} -f mpegts"))
        {
            Change = _ => "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n"u8.ToArray(),
        },
        new("a list of files", "list.ffconcat", Video($"{X264} -f mpegts"))
        {
            Change = _ => "ffconcat version 1.0\nfile /etc/passwd\n"u8.ToArray(),
        },
        new("sound that WebM can't hold", "aac.mp4", Sound("sine=d=1", "-c:a aac")) { Result = "result.webm" },
    ];

    /// <summary>Makes the file in a folder.</summary>
    /// <returns>Its path; null if this ffmpeg can't make it.</returns>
    public string? Make(ScratchFolder folder)
    {
        string path = folder.File(Name), before = "";
        File.WriteAllText(folder.File("titles.srt"), "1\n00:00:00,100 --> 00:00:00,900\nhello\n");
        File.WriteAllText(
            folder.File("chapters.txt"),
            ";FFMETADATA1\ntitle=A day\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\ntitle=one\n[CHAPTER]\n"
            + "TIMEBASE=1/1000\nSTART=500\nEND=1000\ntitle=two\n");
        for (int call = 0; call < Words.Length; call++)
        {
            string target = call == Words.Length - 1 ? path : folder.File($"before-{Name}");
            try
            {
                _ = TestFfmpeg.Run([.. Words[call].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(word => word == "IN" ? before : word.Replace("DIR", folder.Path, StringComparison.Ordinal)
                        .Trim('\'')), target]);
            }
            catch (InvalidOperationException)
            {
                return null;
            }

            before = target;
        }

        if (Change is not null)
            File.WriteAllBytes(path, Change(File.ReadAllBytes(path)));
        return path;
    }

    private static string Video(string words) => $"-f lavfi -i {Picture} {words}";

    private static string Sound(string source, string words) =>
        $"-f lavfi -i {Picture} -f lavfi -i {source} {X264} {words}";

    private static string Hdr(string curve) =>
        $"-f lavfi -i {Picture},format=yuv420p10le -c:v ffv1 -color_trc {curve} -colorspace bt2020nc "
        + "-color_primaries bt2020 -color_range tv";

    private static string Clear(string codec, string format) =>
        $"-f lavfi -i {Picture},format=rgba,colorchannelmixer=aa=0.5 -c:v {codec} -pix_fmt {format}";

    private static string Titles(string codec) =>
        $"-f lavfi -i {Picture} -i DIR/titles.srt -map 0 -map 1 {X264} -c:s {codec}";

    private static string Chapters() =>
        $"-f lavfi -i {Picture} -i DIR/chapters.txt -map 0 -map_metadata 1 {X264}";

    private static byte[] Half(byte[] bytes) => bytes[..(bytes.Length / 2)];

    private static byte[] Damaged(byte[] bytes)
    {
        byte[] changed = [.. bytes];
        for (int i = bytes.Length / 2; i < (bytes.Length / 2) + 400; i++)
            changed[i] = (byte)(31 * i);
        return changed;
    }

    // Another stream of another size follows.
    private static byte[] Larger(byte[] bytes)
    {
        using ScratchFolder folder = new();
        string path = folder.File("larger.ts");
        TestFfmpeg.Run([.. $"-f lavfi -i testsrc2=s=128x96:r=10:d=1 {X264}".Split(' '), path]);
        return [.. bytes, .. File.ReadAllBytes(path)];
    }
}
