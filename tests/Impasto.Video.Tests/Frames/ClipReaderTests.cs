using Impasto.Imaging;
using Impasto.Tests;
using Impasto.Video.Frames;

namespace Impasto.Video.Tests.Frames;

/// <summary>Clips as cameras and programs make them; ffmpeg's own sources draw them.</summary>
public sealed class ClipReaderTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("12.5", 12.5)]
    [InlineData("90s", 90.0)]
    [InlineData("1:30", 90.0)]
    [InlineData("0:01:30.5", 90.5)]
    [InlineData("soon", null)]
    [InlineData("1:", null)]
    [InlineData("-1", null)]
    [InlineData(null, null)]
    public void Time_is_read_as_people_write_it(string? text, double? seconds)
    {
        bool isTime = ClipReadOptions.TryParseTime(text, out TimeSpan time);

        Assert.Equal((seconds is not null, seconds ?? 0), (isTime, time.TotalSeconds));
    }

    [Fact]
    public void Clip_turned_by_its_camera_is_read_upright()
    {
        // Red fills the left half of the stored frames: turned by 90 degrees clockwise it is above.
        string stored = Make("stored.mp4", "color=red:s=40x48:r=10:d=0.5,pad=80:48:0:0:blue", "-c:v", "libx264");
        string clip = _folder.File("turned.mp4");
        TestFfmpeg.Run("-i", stored, "-c", "copy", "-metadata:s:v:0", "rotate=270", clip);
        int rotation = ClipInfo.Read(clip, TestFfmpeg.Tools).Rotation;

        List<Picture> frames = TestFfmpeg.ReadAll(clip);

        Assert.True(rotation is 90 or 270, $"{rotation}");
        Assert.Equal(new PictureSize(48, 80), ClipInfo.Read(clip, TestFfmpeg.Tools).Size);
        Assert.Equal(new PictureSize(48, 80), frames[0].Size);
        float above = frames[0].Pixels[(10 * 48) + 24], below = frames[0].Pixels[(70 * 48) + 24];
        Assert.Equal(rotation == 90, above > 0.8f && below < 0.2f);
        Assert.Equal(rotation == 270, below > 0.8f && above < 0.2f);
    }

    [Fact]
    public void Clip_of_variable_rate_keeps_its_length()
    {
        // All of the first 30 frames, then every third: 30 + 10 frames in two seconds.
        string clip = Make(
            "variable.mkv",
            "testsrc2=s=64x48:r=30:d=2,select='lt(n,30)+not(mod(n,3))'", "-vsync", "vfr", "-c:v", "ffv1");

        using ClipReader reader = ClipReader.Open(clip, TestFfmpeg.Tools, new ClipReadOptions { Rate = new(30) });
        List<Picture> frames = TestFfmpeg.ReadAll(clip, new ClipReadOptions { Rate = new(30) });

        Assert.InRange(frames.Count, 57, 61);
        Assert.Equal(frames[45].Pixels, frames[46].Pixels);
        Assert.NotEqual(frames[10].Pixels, frames[11].Pixels);
        Assert.InRange(reader.Count!.Value, 57, 61);
    }

    [Theory]
    [InlineData("2", 64, 48)]
    [InlineData("1/2", 32, 96)]
    public void Pixels_that_are_not_square_become_so(string aspect, int width, int height)
    {
        string clip = Make("aspect.mkv", $"testsrc2=s=32x48:r=10:d=0.3,setsar={aspect}", "-c:v", "ffv1");

        Assert.Equal(new PictureSize(width, height), ClipInfo.Read(clip, TestFfmpeg.Tools).Size);
        Assert.Equal(new PictureSize(width, height), TestFfmpeg.ReadAll(clip)[0].Size);
    }

    [Fact]
    public void Ten_bits_are_kept()
    {
        string clip = Make(
            "deep.mkv", "gradients=s=64x48:r=10:d=0.2:c0=black:c1=gray", "-pix_fmt", "yuv420p10le", "-c:v", "ffv1");

        Assert.Equal(10, ClipInfo.Read(clip, TestFfmpeg.Tools).Depth);
        Picture frame = TestFfmpeg.ReadAll(clip)[0];
        Assert.Contains(frame.Pixels, value => Math.Abs((value * 255) - MathF.Round(value * 255)) > 0.2f);
    }

    [Fact]
    public void Hdr_is_mapped_to_the_usual_range()
    {
        // PQ code 0.58 is 203 cd/m2, the white of graphics (BT.2408); on a screen of 100 it is near white, not grey.
        string clip = Hdr();

        Picture frame = TestFfmpeg.ReadAll(clip)[0];

        Assert.True(ClipInfo.Read(clip, TestFfmpeg.Tools).IsHdr);
        Assert.InRange(frame.Pixels[0], 0.8f, 1f);
    }

    [Fact]
    public void Hdr_without_the_filter_is_refused_in_a_sentence()
    {
        string clip = Hdr();
        string path = TestFfmpeg.Replace(_folder, "case \"$*\" in *-filters*) exit 0;; *) exec REAL \"$@\";; esac");

        var failure = Assert.Throws<ClipException>(() => ClipReader.Open(clip, FfmpegTools.Find(path)));

        Assert.Equal(
            $"The clip '{clip}' can't be read: it is HDR, and this ffmpeg has no zscale filter; install an ffmpeg "
            + "built with libzimg.",
            failure.Message);
    }

    [Fact]
    public void Fields_of_an_interlaced_clip_are_merged()
    {
        string clip = Make(
            "fields.mkv", "testsrc2=s=64x48:r=20:d=1,tinterlace=interleave_top,fieldorder=tff", "-r", "10", "-c:v",
            "mpeg2video", "-flags", "+ilme+ildct", "-top", "1");

        Assert.True(ClipInfo.Read(clip, TestFfmpeg.Tools).IsInterlaced);
        Assert.Equal(10, TestFfmpeg.ReadAll(clip).Count);
    }

    [Fact]
    public void Limited_range_becomes_black_and_white()
    {
        string clip = Make("range.mp4", "color=white:s=32x32:r=5:d=0.4", "-c:v", "libx264", "-pix_fmt", "yuv420p");

        Assert.All(TestFfmpeg.ReadAll(clip)[0].Pixels, value => Assert.InRange(value, 0.99f, 1f));
    }

    [Fact]
    public void Part_rate_and_size_are_chosen()
    {
        string clip = Make("whole.mp4", "testsrc2=s=64x48:r=10:d=3", "-c:v", "libx264", "-g", "100");
        ClipReadOptions options = new()
        {
            From = TimeSpan.FromSeconds(1), To = TimeSpan.FromSeconds(2), Rate = new FrameRate(5), Size = 32,
        };

        List<Picture> all = TestFfmpeg.ReadAll(clip), part = TestFfmpeg.ReadAll(clip, options);
        List<Picture> tail = TestFfmpeg.ReadAll(clip, new ClipReadOptions { From = TimeSpan.FromSeconds(1) });

        Assert.Equal((30, 5, 20), (all.Count, part.Count, tail.Count));
        Assert.Equal(new PictureSize(32, 24), part[0].Size);
        Assert.Equal(all[10].Pixels, tail[0].Pixels);
    }

    [Theory]
    [InlineData("text", "can't be read: ffmpeg says: ")]
    [InlineData("empty", "can't be read: ffmpeg says: ")]
    [InlineData("list", "can't be read: ")]
    [InlineData("missing", "can't be read: there is no such file.")]
    [InlineData("folder", "can't be read: it is a folder.")]
    [InlineData("sound", "can't be read: it has no video.")]
    [InlineData("beyond", "can't be read: it has no frames in that time.")]
    public void Bad_clip_is_refused_in_a_sentence(string kind, string end)
    {
        string clip = _folder.File("bad.mp4");
        if (kind is "text" or "empty")
            File.WriteAllText(clip, kind == "text" ? "This is not a clip." : "");
        else if (kind == "list")
            File.WriteAllText(clip, "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/secret\n#EXT-X-ENDLIST\n");
        else if (kind == "folder")
            Directory.CreateDirectory(clip);
        else if (kind == "sound")
            TestFfmpeg.Run("-f", "lavfi", "-i", "sine=d=0.2", clip);
        else if (kind == "beyond")
            Make("bad.mp4", "testsrc2=s=32x32:r=5:d=0.4", "-c:v", "libx264");

        var failure = Assert.Throws<ClipException>(() => TestFfmpeg.ReadAll(
            clip, kind == "beyond" ? new ClipReadOptions { From = TimeSpan.FromSeconds(9) } : null));

        Assert.Contains(end, failure.Message, StringComparison.Ordinal);
        Assert.Equal(clip, failure.Path);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void Clip_that_is_cut_off_gives_its_frames_or_a_sentence()
    {
        string clip = Make("whole.mkv", "testsrc2=s=64x48:r=10:d=3", "-c:v", "ffv1");
        byte[] bytes = File.ReadAllBytes(clip);
        File.WriteAllBytes(clip, bytes[..(bytes.Length / 2)]);

        int count = TestFfmpeg.ReadAll(clip).Count;

        Assert.InRange(count, 1, 29);
    }

    [Fact]
    public void Name_is_taken_as_it_is()
    {
        string clip = Make("plain.mp4", "testsrc2=s=32x32:r=5:d=0.4", "-c:v", "libx264");
        string odd = _folder.File("-i http: 'a' \"b\" %03d $(x).mp4");
        File.Move(clip, odd);

        Assert.Equal(2, TestFfmpeg.ReadAll(odd).Count);
    }

    [Fact]
    public void Cancelled_reading_ends_at_once()
    {
        string clip = Make("long.mkv", "testsrc2=s=320x240:r=30:d=20", "-c:v", "mpeg4");
        using CancellationTokenSource cancellation = new();
        using ClipReader reader = ClipReader.Open(clip, TestFfmpeg.Tools);
        Assert.NotNull(reader.Read(cancellation.Token));
        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(() =>
        {
            // What is in the buffer may still come.
            while (reader.Read(cancellation.Token) is not null)
            {
            }
        });
    }

    [Theory]
    [InlineData(-1, null, "from")]
    [InlineData(2, 1, "to")]
    public void Part_that_ends_before_it_begins_is_refused(int from, int? to, string option)
    {
        ClipReadOptions options = new()
        {
            From = TimeSpan.FromSeconds(from), To = to is { } end ? TimeSpan.FromSeconds(end) : null,
        };

        Assert.Equal(option, Assert.Single(options.Validate()).Option);
    }

    private string Hdr() => Make(
        "hdr.mkv", "color=gray:s=32x32:r=5:d=0.4,format=yuv420p10le,geq=lum=571:cb=512:cr=512", "-c:v", "ffv1",
        "-color_trc", "smpte2084", "-colorspace", "bt2020nc", "-color_primaries", "bt2020", "-color_range", "tv");

    private string Make(string name, string source, params string[] words)
    {
        string clip = _folder.File(name);
        TestFfmpeg.Run(["-f", "lavfi", "-i", source, .. words, clip]);
        return clip;
    }
}
