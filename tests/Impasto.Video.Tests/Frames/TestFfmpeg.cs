using Impasto.Imaging;
using Impasto.Tests;
using Impasto.Tests.Clips;
using Impasto.Video.Frames;

namespace Impasto.Video.Tests.Frames;

/// <summary>The installed ffmpeg; tests that need it are skipped without it, except in the project's own
/// check.</summary>
internal static class TestFfmpeg
{
    public static FfmpegTools Tools => InstalledFfmpeg.Tools;

    /// <summary>Runs ffmpeg and gives what it writes.</summary>
    public static string Run(params string[] words)
    {
        (string? output, string reason) =
            FfmpegProcess.Run(Tools.Ffmpeg, ["-v", "error", "-nostdin", "-y", .. words], CancellationToken.None);
        return output ?? throw new InvalidOperationException(reason);
    }

    /// <summary>Asks ffprobe for one line of values.</summary>
    public static string Probe(string path, string entries, string stream = "v:0")
    {
        string[] words = ["-v", "error", "-select_streams", stream, "-show_entries", entries, "-of", "csv=p=0", path];
        (string? output, string reason) = FfmpegProcess.Run(Tools.Ffprobe, words, CancellationToken.None);
        return output?.Trim() ?? throw new InvalidOperationException(reason);
    }

    /// <summary>Hashes of a clip's tracks of sound, packet by packet.</summary>
    public static string SoundHash(string path) =>
        Run("-i", path, "-map", "0:a", "-c", "copy", "-f", "streamhash", "-");

    /// <summary>
    /// A folder with programs named ffmpeg and ffprobe that do as scripts say; a script may call the real ones.
    /// </summary>
    public static string Replace(ScratchFolder folder, string ffmpeg)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Scripts stand for programs here.");
        foreach ((string name, string script) in new[] { ("ffmpeg", ffmpeg), ("ffprobe", "exec REAL \"$@\"") })
        {
            string path = folder.File(name);
            string real = name == "ffmpeg" ? Tools.Ffmpeg : Tools.Ffprobe;
            File.WriteAllText(path, "#!/bin/sh\n" + script.Replace("REAL", real, StringComparison.Ordinal) + "\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return folder.Path;
    }

    /// <summary>Frames of the rendered scene.</summary>
    public static Picture[] Frames(int width, int height, int count) =>
        [.. new RenderedShot(LayeredScene.Bars(new PictureSize(width, height)), count).Frames()];

    /// <summary>Reads all frames.</summary>
    public static List<Picture> ReadAll(string path, ClipReadOptions? options = null)
    {
        using ClipReader reader = ClipReader.Open(path, Tools, options);
        List<Picture> frames = [];
        while (reader.Read() is { } frame)
            frames.Add(frame);
        return frames;
    }

    /// <summary>Writes frames.</summary>
    public static ClipWriter Write(string path, IEnumerable<Picture> frames, ClipWriteOptions options)
    {
        using ClipWriter writer = ClipWriter.Open(path, Tools, options);
        foreach (Picture frame in frames)
            writer.Write(frame);
        writer.Finish();
        return writer;
    }

    /// <summary>Mean difference of two pictures in levels of 255.</summary>
    public static double Difference(Picture one, Picture other) =>
        255 * one.Pixels.Zip(other.Pixels, (first, second) => Math.Abs(first - second)).Average();
}
