using Impasto.Imaging;
using Impasto.Tests;
using Impasto.Video.Frames;

namespace Impasto.Video.Tests.Frames;

public sealed class ClipWriterTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.mp4", ClipCodec.Auto, 3)]
    [InlineData("a.mov", ClipCodec.Prores, 3)]
    [InlineData("a.webm", ClipCodec.Auto, 4)]
    [InlineData("a.mkv", ClipCodec.Ffv1, 0.5)]
    public void Frames_come_back(string name, ClipCodec codec, double levels)
    {
        string clip = _folder.File(name);
        Picture[] frames = TestFfmpeg.Frames(64, 48, 7);

        TestFfmpeg.Write(clip, frames, new ClipWriteOptions { Rate = new FrameRate(24000, 1001), Codec = codec });
        List<Picture> again = TestFfmpeg.ReadAll(clip);

        Assert.Equal(7, again.Count);
        Assert.Equal(new FrameRate(24000, 1001), ClipInfo.Read(clip, TestFfmpeg.Tools).Rate);
        Assert.All(
            frames.Zip(again), pair => Assert.InRange(TestFfmpeg.Difference(pair.First, pair.Second), 0, levels));
        Assert.Equal([name], _folder.Names());
    }

    // A second is 24 frames: the clip has three parts. The frames that a killed writer had begun are written again.
    [Theory]
    [InlineData("a.mp4")]
    [InlineData("a.webm")]
    public void Clip_that_was_continued_has_the_bits_of_one_that_was_not(string name)
    {
        Picture[] frames = TestFfmpeg.Frames(64, 48, 53);
        ClipWriteOptions options = new() { Rate = new FrameRate(30000, 1001), Overwrite = true };
        string whole = _folder.File("whole" + name), clip = _folder.File(name), kept = _folder.File("kept");
        TestFfmpeg.Write(whole, frames, options);

        ClipWriteOptions keeping = options with { KeepFolder = kept };
        foreach ((int start, int end) in new[] { (0, 3), (2, 24), (23, 31), (30, 49), (49, 53) })
        {
            using ClipWriter writer = ClipWriter.Open(clip, TestFfmpeg.Tools, keeping with { Start = start });
            foreach (Picture frame in frames[start..end])
                writer.Write(frame);
            if (end is 31 or 53)
                writer.Finish();
            if (end == 31)
                Assert.Equal(31, TestFfmpeg.ReadAll(clip).Count);
        }

        Assert.Equal(File.ReadAllBytes(whole), File.ReadAllBytes(clip));
        Assert.Equal(53, TestFfmpeg.ReadAll(clip).Count);
        Assert.Equal(53 * 1.001 / 30, ClipInfo.Read(clip, TestFfmpeg.Tools).Duration!.Value.TotalSeconds, 0.01);
        ClipWriter.Forget(kept);
        Assert.False(Directory.Exists(kept));
    }

    [Fact]
    public void Colors_are_tagged()
    {
        string clip = _folder.File("a.mp4");

        TestFfmpeg.Write(clip, TestFfmpeg.Frames(32, 32, 2), new ClipWriteOptions { Rate = new FrameRate(5) });

        Assert.Equal(
            "yuv420p,tv,bt709,bt709,bt709",
            TestFfmpeg.Probe(clip, "stream=pix_fmt,color_range,color_space,color_transfer,color_primaries"));
    }

    [Fact]
    public void Odd_sides_get_a_copy_of_their_last_row_and_column()
    {
        string even = _folder.File("a.mp4"), exact = _folder.File("a.mkv");
        Picture[] frames = TestFfmpeg.Frames(33, 17, 2);

        TestFfmpeg.Write(even, frames, new ClipWriteOptions { Rate = new FrameRate(5) });
        TestFfmpeg.Write(exact, frames, new ClipWriteOptions { Rate = new FrameRate(5), Codec = ClipCodec.Ffv1 });

        Picture padded = TestFfmpeg.ReadAll(even)[0], same = TestFfmpeg.ReadAll(exact)[0];
        Assert.Equal(new PictureSize(34, 18), padded.Size);
        Assert.Equal(padded.Pixels[(8 * 34) + 32], padded.Pixels[(8 * 34) + 33], 0.05f);
        Assert.InRange(TestFfmpeg.Difference(TestPictures.EightBits(frames[0]), same), 0, 0.01);
    }

    [Theory]
    [InlineData("libx264 libvpx-vp9", "", ".mp4")]
    [InlineData("libx264 libvpx-vp9", "aac opus", ".mp4")]
    [InlineData("libopenh264", "aac", ".mp4")]
    [InlineData("libx264 libvpx-vp9", "vorbis", ".webm")]
    [InlineData("mpeg4 libvpx-vp9", "opus", ".webm")]
    [InlineData("mpeg4 libvpx-vp9", "aac", ".mkv")]
    [InlineData("libx264 libvpx-vp9", "aac pcm_s16le", ".mkv")]
    [InlineData("mpeg4", "", ".mkv")]
    public void Ending_for_browsers_follows_from_the_encoders_and_the_sound(
        string encoders, string sound, string ending)
    {
        string lines = string.Join(
            "; ", encoders.Split(' ').Select(encoder => $"echo ' V..... {encoder}  An encoder'"));
        FfmpegTools tools = FfmpegTools.Find(TestFfmpeg.Replace(
            _folder, $"if [ \"$1\" = -version ]; then echo 'ffmpeg version 7.1'; else {lines}; fi"));
        var clip = new ClipInfo
        {
            Path = "clip.mov",
            Size = new PictureSize(64, 48),
            Rate = new FrameRate(25),
            SoundCodecs = sound.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        };

        Assert.Equal(ending, ClipWriter.EndingForBrowsers(tools, clip));
    }

    [Theory]
    [InlineData("out.mkv")]
    [InlineData("out.mp4")]
    public void Sound_chapters_and_description_are_copied_untouched(string name)
    {
        string source = Source("source.mkv"), clip = _folder.File(name);
        ClipInfo info = ClipInfo.Read(source, TestFfmpeg.Tools);

        ClipWriter writer = TestFfmpeg.Write(
            clip, TestFfmpeg.ReadAll(source), new ClipWriteOptions { Rate = info.Rate, Source = info });

        Assert.Equal((2, 1), (info.SoundTracks, info.SubtitleTracks));
        Assert.Equal(TestFfmpeg.SoundHash(source), TestFfmpeg.SoundHash(clip));
        Assert.Contains("Our holiday", TestFfmpeg.Run("-i", clip, "-f", "ffmetadata", "-"), StringComparison.Ordinal);
        Assert.Contains("At the sea", TestFfmpeg.Run("-i", clip, "-f", "ffmetadata", "-"), StringComparison.Ordinal);
        bool keepsSubtitles = name == "out.mkv";
        Assert.Equal(keepsSubtitles ? 1 : 0, ClipInfo.Read(clip, TestFfmpeg.Tools).SubtitleTracks);
        Assert.Equal(
            keepsSubtitles ? [] : ["Subtitle track 1 (subrip) was left out: this kind of file can't hold it."],
            writer.Notes);
        Assert.Equal(2, ClipInfo.Read(clip, TestFfmpeg.Tools).Duration!.Value.TotalSeconds, 0.11);
    }

    [Fact]
    public void Sound_of_a_part_and_of_an_unfinished_clip_ends_with_the_frames()
    {
        string source = Source("source.mkv");
        ClipInfo info = ClipInfo.Read(source, TestFfmpeg.Tools);
        ClipReadOptions part = new() { From = TimeSpan.FromSeconds(0.5), To = TimeSpan.FromSeconds(1.5) };
        Picture[] frames = [.. TestFfmpeg.ReadAll(source)];

        TestFfmpeg.Write(
            _folder.File("part.mkv"),
            TestFfmpeg.ReadAll(source, part),
            new ClipWriteOptions { Rate = info.Rate, Source = info, Part = part });
        TestFfmpeg.Write(
            _folder.File("begun.mkv"), frames[..5], new ClipWriteOptions { Rate = info.Rate, Source = info });

        Assert.Equal(1, Length("part.mkv"), 0.15);
        Assert.Equal(0.5, Length("begun.mkv"), 0.15);

        double Length(string name) =>
            ClipInfo.Read(_folder.File(name), TestFfmpeg.Tools).Duration!.Value.TotalSeconds;
    }

    [Fact]
    public void Sound_that_does_not_fit_is_refused_before_the_first_frame()
    {
        string source = _folder.File("source.mkv");
        TestFfmpeg.Run(
            "-f", "lavfi", "-i", "testsrc2=s=64x48:r=10:d=1", "-f", "lavfi", "-i", "sine=d=1", "-c:v", "libx264",
            "-c:a", "pcm_s16le", source);
        ClipInfo info = ClipInfo.Read(source, TestFfmpeg.Tools);
        ClipWriteOptions options = new() { Rate = info.Rate, Source = info };

        ClipException refused = Assert.Throws<ClipException>(
            () => ClipWriter.Open(_folder.File("out.mp4"), TestFfmpeg.Tools, options));

        Assert.Contains(
            $"the sound of '{source}' (pcm_s16le) can't be copied into it", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("ends in .mkv can hold all kinds of sound.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["source.mkv"], _folder.Names());
        ClipWriter.CheckSound(_folder.File("out.mkv"), TestFfmpeg.Tools, info, TestContext.Current.CancellationToken);
        Assert.Equal(["source.mkv"], _folder.Names());
    }

    [Fact]
    public void Unfinished_and_cancelled_clips_leave_nothing()
    {
        Picture[] frames = TestFfmpeg.Frames(32, 32, 2);
        ClipWriteOptions options = new() { Rate = new FrameRate(5) };
        using (ClipWriter writer = ClipWriter.Open(_folder.File("a.mp4"), TestFfmpeg.Tools, options))
            writer.Write(frames[0]);
        using (ClipWriter writer = ClipWriter.Open(_folder.File("b.mp4"), TestFfmpeg.Tools, options))
        {
            writer.Write(frames[0]);
            using CancellationTokenSource cancellation = new();
            cancellation.Cancel();
            Assert.Throws<OperationCanceledException>(() => writer.Finish(cancellation.Token));
        }

        Assert.Empty(_folder.Names());
    }

    [Fact]
    public void Ffmpeg_that_dies_leaves_what_was_there()
    {
        string clip = _folder.File("a.mp4");
        File.WriteAllText(clip, "older");
        using ScratchFolder programs = new();
        string path = TestFfmpeg.Replace(
            programs,
            "case \"$*\" in *image2pipe*) echo 'Error: the disk is on fire' >&2; exit 1;; *) exec REAL \"$@\";; esac");
        ClipWriteOptions options = new() { Rate = new FrameRate(5), Overwrite = true };

        var failure = Assert.Throws<ClipException>(() =>
        {
            using ClipWriter writer = ClipWriter.Open(clip, FfmpegTools.Find(path), options);
            for (int i = 0; i < 1000; i++)
                writer.Write(TestPictures.Flat(64, 64, 0.5f));
            writer.Finish();
        });

        Assert.Equal(
            $"The clip '{clip}' can't be written: ffmpeg says: Error: the disk is on fire.", failure.Message);
        Assert.Equal("older", File.ReadAllText(clip));
        Assert.Equal(["a.mp4"], _folder.Names());
    }

    [Theory]
    [InlineData("a.xyz", ClipCodec.Auto, "expected a name that ends in .mp4, .m4v, .mov, .mkv or .webm")]
    [InlineData("a.mp4", ClipCodec.Ffv1, "FFV1 needs a name that ends in .mkv")]
    [InlineData("a.webm", ClipCodec.H264, "H.264 needs a name that ends in .mp4 or .m4v or .mov or .mkv")]
    public void Name_that_does_not_fit_is_refused(string name, ClipCodec codec, string why)
    {
        string clip = _folder.File(name);

        var failure = Assert.Throws<ClipException>(() => ClipWriter.Check(
            clip, TestFfmpeg.Tools, new ClipWriteOptions { Rate = new FrameRate(5), Codec = codec }));

        Assert.Equal($"The clip '{clip}' can't be written: {why}.", failure.Message);
    }

    [Fact]
    public void Missing_encoder_is_named()
    {
        string clip = _folder.File("a.mp4");
        using ScratchFolder programs = new();
        string path = TestFfmpeg.Replace(
            programs, "case \"$*\" in *-encoders*) echo ' V..... mpeg4 MPEG-4';; *) exec REAL \"$@\";; esac");
        FfmpegTools tools = FfmpegTools.Find(path);

        var failure = Assert.Throws<ClipException>(() => ClipWriter.Check(
            clip, tools, new ClipWriteOptions { Rate = new FrameRate(5), Codec = ClipCodec.H264 }));

        Assert.Equal(
            $"The clip '{clip}' can't be written: this ffmpeg has no encoder libx264 or libopenh264; install an ffmpeg "
            + "built with it, or choose another codec.",
            failure.Message);
        // Without a wish MPEG-4 takes their place.
        ClipWriter.Check(clip, tools, new ClipWriteOptions { Rate = new FrameRate(5) });
    }

    [Fact]
    public void Existing_clip_is_not_replaced()
    {
        string clip = _folder.File("a.mp4");
        File.WriteAllText(clip, "older");

        Assert.True(Assert.Throws<FileException>(() => ClipWriter.Open(
            clip, TestFfmpeg.Tools, new ClipWriteOptions { Rate = new FrameRate(5) })).AlreadyExists);
    }

    [Fact]
    public void Frame_of_another_size_is_refused()
    {
        using ClipWriter writer = ClipWriter.Open(
            _folder.File("a.mp4"), TestFfmpeg.Tools, new ClipWriteOptions { Rate = new FrameRate(5) });
        writer.Write(TestPictures.Flat(32, 32, 0));

        Assert.Throws<ArgumentException>(() => writer.Write(TestPictures.Flat(32, 30, 0)));
    }

    // Two seconds with two tracks of sound, subtitles, a chapter and a title.
    private string Source(string name)
    {
        string text = _folder.File("words.srt"), data = _folder.File("data.txt"), clip = _folder.File(name);
        File.WriteAllText(text, "1\n00:00:00,100 --> 00:00:00,400\nHello\n\n");
        File.WriteAllText(
            data, ";FFMETADATA1\ntitle=Our holiday\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=900\ntitle=At the sea\n");
        TestFfmpeg.Run(
            "-f", "lavfi", "-i", "testsrc2=s=64x48:r=10:d=2", "-f", "lavfi", "-i", "sine=300:d=2", "-f", "lavfi", "-i",
            "sine=500:d=2", "-i", text, "-i", data, "-map", "0", "-map", "1", "-map", "2", "-map", "3", "-map_metadata",
            "4", "-map_chapters", "4", "-c:v", "libx264", "-c:a", "aac", "-c:s", "srt", clip);
        return clip;
    }
}
