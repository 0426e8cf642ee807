using System.ComponentModel;
using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using Impasto.Cli.Shell;
using Impasto.Storage;
using NetVips;

namespace Impasto.Cli.Reporting;

/// <summary>Makes a video of raw frames: GIF and WebP with libvips, MP4 with ffmpeg.</summary>
internal static class VideoFile
{
    private const int FramesPerSecond = 20;
    private const int LastFrameSeconds = 2;

    private static readonly string[] Endings = [".gif", ".webp", ".mp4"];
    private static readonly string[] Encoders = ["ffmpeg", "ffmpeg.exe"];

    /// <summary>Checks before the run that the video can be made.</summary>
    /// <exception cref="WrongCallException">The ending is not one of a video format.</exception>
    /// <exception cref="ImpastoException">The file can't be written, or ffmpeg is missing.</exception>
    public static void Check(string path, bool force, Func<string, string?> environment)
    {
        string ending = System.IO.Path.GetExtension(path).ToLowerInvariant();
        if (!Endings.Contains(ending))
        {
            throw new WrongCallException(
                $"--video: expected a name that ends in {string.Join(", ", Endings)}, got '{path}'.");
        }

        if (ending == ".mp4" && Ffmpeg(environment) is null)
        {
            throw new ImpastoException(
                $"--video '{path}': MP4 needs ffmpeg, which is not installed; install it, or use .webp or .gif.");
        }

        AtomicFile.Check(path, force);
    }

    /// <summary>Makes the video; the last frame stays for two seconds.</summary>
    /// <param name="frames">A file of frames, one after the other, three bytes per pixel.</param>
    /// <param name="size">Columns, rows and frames.</param>
    /// <param name="path">The video.</param>
    /// <param name="environment">Environment variables, to find ffmpeg.</param>
    public static void Write(
        string frames,
        (int Width, int Height, int Count) size,
        string path,
        Func<string, string?> environment)
    {
        try
        {
            AtomicFile.WritePath(path, overwrite: true, temporary =>
            {
                if (System.IO.Path.GetExtension(path).Equals(".mp4", StringComparison.OrdinalIgnoreCase))
                    Encode(Ffmpeg(environment)!, frames, size, temporary);
                else
                    Save(frames, size, temporary);
            });
        }
        catch (Exception failure) when (failure is VipsException or Win32Exception or IOException)
        {
            throw new ImpastoException($"The video '{path}' can't be made: {Reason(failure)}.", failure);
        }
    }

    // The last line of libvips names the cause; the first names the operation.
    private static string Reason(Exception failure) => failure is VipsException
        ? failure.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Trim().TrimEnd('.')
        : failure.Reason();

    // The file is mapped: the system reads the parts that are needed, so that memory never holds all frames.
    private static void Save(string frames, (int Width, int Height, int Count) size, string path)
    {
        using var file = MemoryMappedFile.CreateFromFile(
            new FileStream(frames, FileMode.Open, FileAccess.Read, FileShare.ReadWrite),
            null,
            0,
            MemoryMappedFileAccess.Read,
            HandleInheritability.None,
            leaveOpen: false);
        using MemoryMappedViewAccessor view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        using Image raw = Image.NewFromMemory(
            view.SafeMemoryMappedViewHandle.DangerousGetHandle(),
            3UL * (ulong)size.Width * (ulong)size.Height * (ulong)size.Count,
            size.Width,
            size.Height * size.Count,
            3,
            Enums.BandFormat.Uchar);
        int[] delays = [.. Enumerable.Repeat(1000 / FramesPerSecond, size.Count - 1), 1000 * LastFrameSeconds];
        using Image pages = raw.Copy(interpretation: Enums.Interpretation.Srgb).Mutate(image =>
        {
            image.Set(GValue.GIntType, "page-height", size.Height);
            image.Set(GValue.ArrayIntType, "delay", delays);
            image.Set(GValue.GIntType, "loop", 0);
        });
        if (path.EndsWith(".gif", StringComparison.OrdinalIgnoreCase))
            pages.Gifsave(path, effort: 4);
        else
            pages.Webpsave(path, q: 80, effort: 2);
    }

    private static void Encode(string ffmpeg, string frames, (int Width, int Height, int Count) size, string path)
    {
        var start = new ProcessStartInfo(ffmpeg) { RedirectStandardError = true, UseShellExecute = false };
        string[] words =
        [
            "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", $"{size.Width}x{size.Height}",
            "-r", $"{FramesPerSecond}", "-i", frames,
            "-vf", $"tpad=stop_mode=clone:stop_duration={LastFrameSeconds}",
            "-pix_fmt", "yuv420p", "-movflags", "+faststart", "-y", path,
        ];
        foreach (string word in words)
            start.ArgumentList.Add(word);
        using Process process = Process.Start(start)!;
        string problem = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new IOException($"ffmpeg says: {problem.Trim().Split('\n')[^1]}");
    }

    private static string? Ffmpeg(Func<string, string?> environment) => (environment("PATH") ?? "")
        .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => Encoders.Select(name => System.IO.Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);
}
