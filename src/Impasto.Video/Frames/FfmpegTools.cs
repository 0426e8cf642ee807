using System.Text.RegularExpressions;

namespace Impasto.Video.Frames;

/// <summary>The programs ffmpeg and ffprobe, as they are installed on this machine.</summary>
/// <remarks>They are run as programs of their own: nothing of them is part of Impasto, and no shell is
/// involved.</remarks>
public sealed partial class FfmpegTools
{
    /// <summary>The oldest version that is used.</summary>
    public const int LeastVersion = 4;

    private const string HowToInstall =
        "install it (Debian and Ubuntu: apt-get install ffmpeg; macOS: brew install ffmpeg; Windows: winget install "
        + "ffmpeg)";

    private readonly Lazy<HashSet<string>> _encoders, _filters;

    private FfmpegTools(string ffmpeg, string ffprobe, string version)
    {
        (Ffmpeg, Ffprobe, Version) = (ffmpeg, ffprobe, version);
        _encoders = new Lazy<HashSet<string>>(() => List("-encoders"));
        _filters = new Lazy<HashSet<string>>(() => List("-filters"));
    }

    /// <summary>The path of ffmpeg.</summary>
    public string Ffmpeg { get; }

    /// <summary>The path of ffprobe.</summary>
    public string Ffprobe { get; }

    /// <summary>The version as ffmpeg says it: 5.1.9-0+deb12u1.</summary>
    public string Version { get; }

    // The option has another name since version 5.1; builds from the source repository have no number and are new.
    internal string FrameRateMode =>
        int.TryParse(Version.Split('.')[0], out int major) && major <= 5 ? "-vsync" : "-fps_mode";

    /// <summary>Finds both programs.</summary>
    /// <param name="searchPath">Folders as in PATH; null (the default) takes the environment's.</param>
    /// <exception cref="ClipException">One of them is missing, can't be started or is too old.</exception>
    public static FfmpegTools Find(string? searchPath = null)
    {
        string path = searchPath ?? Environment.GetEnvironmentVariable("PATH") ?? "";
        string ffmpeg = Locate("ffmpeg", path), ffprobe = Locate("ffprobe", path);
        (string? output, string reason) = FfmpegProcess.Run(ffmpeg, ["-version"], CancellationToken.None);
        if (output is null)
            throw new ClipException($"'{ffmpeg}' does not work: {reason}.");
        Match match = VersionLine().Match(output);
        string version = match.Success ? match.Groups["version"].Value : "unknown";
        // Builds from the source repository have a name instead of a number; they are new.
        if (match.Groups["number"] is { Success: true } number
            && int.TryParse(number.Value, out int major) && major < LeastVersion)
        {
            throw new ClipException(
                $"ffmpeg {version} is too old for clips: install version {LeastVersion} or newer.");
        }

        return new FfmpegTools(ffmpeg, ffprobe, version);
    }

    /// <summary>Whether ffmpeg was built with an encoder.</summary>
    /// <param name="name">Its name in ffmpeg: libx264.</param>
    public bool HasEncoder(string name) => _encoders.Value.Contains(name);

    /// <summary>Whether ffmpeg was built with a filter.</summary>
    /// <param name="name">Its name in ffmpeg: zscale.</param>
    public bool HasFilter(string name) => _filters.Value.Contains(name);

    private static string Locate(string program, string searchPath)
    {
        foreach (string folder in searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (string name in (string[])[program, program + ".exe"])
            {
                string file = Path.Combine(folder, name);
                if (File.Exists(file))
                    return file;
            }
        }

        throw new ClipException(
            $"Clips need {program}, which is not installed: {HowToInstall}, or use folders of pictures.");
    }

    // Lines such as " V..... libx264   libx264 H.264 ..." and " ..C zscale   V->V  Apply ...".
    private HashSet<string> List(string what)
    {
        (string? output, _) = FfmpegProcess.Run(Ffmpeg, ["-hide_banner", what], CancellationToken.None);
        return (output ?? "").Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 1)
            .Select(words => words[1])
            .ToHashSet(StringComparer.Ordinal);
    }

    [GeneratedRegex(
        @"^ff\w+ version n?(?<version>(?<number>\d+)?\S*)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionLine();
}
