using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Impasto.Imaging;
using Impasto.Studio.Views;
using Impasto.Tests;
using Impasto.Tests.Clips;
using Impasto.Video.Frames;

namespace Impasto.Studio.Tests.Clips;

/// <summary>
/// Tiny clips, made by ffmpeg from its own sources; without ffmpeg their tests are skipped, except in the project's own
/// check.
/// </summary>
internal static class TestClips
{
    public static FfmpegTools Tools => InstalledFfmpeg.Tools;

    /// <summary>A clip that moves, with sound, 8 frames a second.</summary>
    /// <param name="frames">Number of frames.</param>
    /// <param name="size">Columns and rows.</param>
    /// <param name="ending">The kind of file.</param>
    /// <param name="sound">How the sound is stored.</param>
    /// <param name="source">What is seen, as a source of ffmpeg; null (the default) for a test picture.</param>
    public static byte[] Make(
        int frames = 8, string size = "64x48", string ending = ".mp4", string sound = "aac", string? source = null)
    {
        using var folder = new ScratchFolder();
        string path = folder.File($"clip{ending}"), seconds = (frames / 8.0).ToString(CultureInfo.InvariantCulture);
        Run(
            "-f", "lavfi", "-i", source ?? $"testsrc2=size={size}:rate=8:duration={seconds}",
            "-f", "lavfi", "-i", $"sine=frequency=440:duration={seconds}",
            "-c:v", ending == ".webm" ? "libvpx-vp9" : "libx264", "-pix_fmt", "yuv420p", "-c:a", sound, "-shortest",
            path);
        return File.ReadAllBytes(path);
    }

    /// <summary>A form with a clip and a painting; its run takes two steps for the first frame and one for each
    /// other.</summary>
    public static MultipartFormDataContent Form(byte[] clip, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(clip), "content", "my clip.mp4" },
            { Studio.Part(Studio.Painting), "style", "painting.png" },
        };
        (string Name, string Value)[] quick =
            [("size", "48"), ("steps", "2"), ("min-size", "0"), ("frameSteps", "1")];
        HashSet<string> given = [.. fields.Select(field => field.Name)];
        foreach ((string name, string value) in quick.Where(field => !given.Contains(field.Name)).Concat(fields))
            form.Add(new StringContent(value), name);
        return form;
    }

    /// <summary>Creates a run; fails the test if it is refused.</summary>
    public static async Task<RunView> CreateAsync(
        RunningStudio studio, byte[] clip, params (string Name, string Value)[] fields)
    {
        using MultipartFormDataContent form = Form(clip, fields);
        using HttpResponseMessage response = await studio.Http.PostAsync("/api/runs", form, Studio.Cancellation);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Studio.Cancellation));
        return (await response.Content.ReadFromJsonAsync<RunView>(Studio.Json, Studio.Cancellation))!;
    }

    /// <summary>Waits until some frames are done.</summary>
    public static async Task<RunView> UntilFrameAsync(RunningStudio studio, Guid id, int frame)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            RunView run = (await studio.GetAsync(id)).Run;
            if (run.State == "running" && run.Progress?.Frame > frame)
                return run;
            bool canStillBe = run.State is "queued" or "running"
                && TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(120);
            Assert.True(canStillBe, $"The run is {run.State} in frame {run.Progress?.Frame}: {run.Error}");
            await Task.Delay(20, Studio.Cancellation);
        }
    }

    /// <summary>Reads the frames of a clip.</summary>
    public static List<Picture> Frames(byte[] clip)
    {
        using var folder = new ScratchFolder();
        using ClipReader reader = ClipReader.Open(Written(folder, clip), Tools, cancellation: Studio.Cancellation);
        List<Picture> frames = [];
        while (reader.Read(Studio.Cancellation) is { } frame)
            frames.Add(frame);
        return frames;
    }

    /// <summary>Hashes of a clip's tracks of sound, packet by packet.</summary>
    public static string SoundHash(byte[] clip)
    {
        using var folder = new ScratchFolder();
        return Run("-i", Written(folder, clip), "-map", "0:a", "-c", "copy", "-f", "streamhash", "-");
    }

    private static string Written(ScratchFolder folder, byte[] clip)
    {
        string path = folder.File("clip");
        File.WriteAllBytes(path, clip);
        return path;
    }

    private static string Run(params string[] words)
    {
        var start = new ProcessStartInfo(Tools.Ffmpeg, ["-v", "error", "-nostdin", "-y", .. words])
        {
            RedirectStandardOutput = true, UseShellExecute = false,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
