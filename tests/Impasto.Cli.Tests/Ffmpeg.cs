using System.Diagnostics;
using System.Globalization;
using Impasto.Tests.Clips;

namespace Impasto.Cli.Tests;

/// <summary>The installed ffmpeg makes and reads small clips; tests that need it are skipped without it.</summary>
internal static class Ffmpeg
{
    /// <summary>Skips the test without ffmpeg, except in the project's own check.</summary>
    public static void Require() => _ = InstalledFfmpeg.Tools;

    /// <summary>Makes a clip from one of ffmpeg's own sources.</summary>
    public static string Clip(string path, string source, bool withSound)
    {
        string[] sound = withSound ? ["-f", "lavfi", "-i", "sine=300", "-shortest", "-c:a", "aac"] : [];
        Run("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", source, .. sound, "-c:v", "libx264", path]);
        return path;
    }

    /// <summary>Hashes of a clip's tracks of sound, packet by packet.</summary>
    public static string SoundHash(string path) =>
        Run("ffmpeg", ["-v", "error", "-i", path, "-map", "0:a", "-c", "copy", "-f", "streamhash", "-"]);

    /// <summary>Number of a clip's frames.</summary>
    public static int FrameCount(string path) => int.Parse(
        Run(
            "ffprobe",
            [
                "-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries", "stream=nb_read_frames",
                "-of", "csv=p=0", path,
            ]).Trim().TrimEnd(','),
        CultureInfo.InvariantCulture);

    private static string Run(string program, string[] words)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, words)
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        })!;
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed.");
    }
}
