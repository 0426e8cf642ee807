using Impasto.Tests;
using Impasto.Video.Frames;

namespace Impasto.Video.Tests.Frames;

public sealed class FfmpegToolsTests
{
    [Fact]
    public void Missing_ffmpeg_is_said_in_a_sentence_that_helps()
    {
        var failure = Assert.Throws<ClipException>(() => FfmpegTools.Find("/nowhere"));

        Assert.StartsWith(
            "Clips need ffmpeg, which is not installed: install it (", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("), or use folders of pictures.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ffmpeg version 3.4.11-0ubuntu0.1 Copyright (c)", "3.4.11-0ubuntu0.1", false)]
    [InlineData("ffmpeg version n7.1 Copyright (c)", "7.1", true)]
    [InlineData("ffmpeg version N-118193-g5f38c82536 Copyright (c)", "N-118193-g5f38c82536", true)]
    public void Version_decides(string line, string version, bool isNewEnough)
    {
        using ScratchFolder folder = new();
        string path = TestFfmpeg.Replace(folder, $"echo '{line}'");

        if (isNewEnough)
        {
            Assert.Equal(version, FfmpegTools.Find(path).Version);
            return;
        }

        Assert.Equal(
            $"ffmpeg {version} is too old for clips: install version 4 or newer.",
            Assert.Throws<ClipException>(() => FfmpegTools.Find(path)).Message);
    }

    [Fact]
    public void Encoders_and_filters_are_listed()
    {
        Assert.True(TestFfmpeg.Tools.HasEncoder("mpeg4"));
        Assert.True(TestFfmpeg.Tools.HasFilter("scale"));
        Assert.False(TestFfmpeg.Tools.HasEncoder("nonsense"));
    }

    [Fact]
    public void Long_report_does_not_block()
    {
        using ScratchFolder folder = new();
        // More than a pipe holds, on both ways out.
        string path = TestFfmpeg.Replace(
            folder,
            "case \"$1\" in -version) echo ffmpeg version 9;; *) i=0; while [ $i -lt 3000 ]; do echo "
            + "'a line of forty letters, again and again' >&2; echo 'V x y'; i=$((i+1)); done;; esac");

        Assert.True(FfmpegTools.Find(path).HasEncoder("x"));
    }
}
