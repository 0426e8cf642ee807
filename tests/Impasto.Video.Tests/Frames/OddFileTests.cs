using System.Globalization;
using System.Text.RegularExpressions;
using Impasto.Imaging;
using Impasto.Tests;
using Impasto.Video.Frames;

namespace Impasto.Video.Tests.Frames;

/// <summary>
/// Odd files, read and written: frames, or a sentence and nothing half written. The list with what happened stands in
/// bench/results/video-odd-files.md.
/// </summary>
public sealed partial class OddFileTests
{
    private const string Page = "bench/results/video-odd-files.md";

    private const string Head = """
        # Odd files

        Made by `tests/Impasto.Video.Tests/Frames/OddFile.cs` with ffmpeg's own sources, read by `ClipReader` and
        written again by `ClipWriter` with the source's sound, as `impasto video` does. `OddFileTests` compares this
        page and says how to accept a change; what ffmpeg itself says differs between its versions and is not
        compared. Clips are 64 x 48 pixels, 10 frames, one second unless the row says something else; ffmpeg 5.1 of
        Debian 12.

        | file | is read as | becomes |
        |---|---|---|

        """;

    [Fact]
    public void Odd_files_are_read_and_written_as_the_page_says()
    {
        _ = TestFfmpeg.Tools;
        string[] rows = new string[OddFile.All.Count];
        Parallel.For(0, rows.Length, at => rows[at] = Row(OddFile.All[at]));
        string made = Head + string.Join("\n", rows.Where(row => row.Length > 0)) + "\n";

        string page = Path.Combine(Repository.Root, Page);
        string received = Path.Combine(AppContext.BaseDirectory, "video-odd-files.received.md");
        File.WriteAllText(received, made);
        string expected = File.Exists(page) ? File.ReadAllText(page) : "";

        string[] missing = [.. made.Split('\n').Select(Compared).Except(expected.Split('\n').Select(Compared))];
        Assert.True(missing.Length == 0, $"{string.Join("\n", missing)}\n\nTo accept: cp {received} {page}");
    }

    private static string Row(OddFile odd)
    {
        using ScratchFolder folder = new();
        if (odd.Make(folder) is not { } path)
            return "";
        (string read, string becomes) = Outcome(odd, path, folder);
        return $"| {odd.What} (`{odd.Name}`) | {read} | {becomes} |";
    }

    private static (string Read, string Becomes) Outcome(OddFile odd, string path, ScratchFolder folder)
    {
        string result = folder.File(odd.Result), read = "not read";
        string[] before = folder.Names();
        try
        {
            using ClipReader reader = ClipReader.Open(path, TestFfmpeg.Tools);
            read = "no frame yet";
            using ClipWriter writer = ClipWriter.Open(
                result, TestFfmpeg.Tools, new ClipWriteOptions { Rate = reader.Rate, Source = reader.Clip });
            PictureSize size = default;
            while (reader.Read() is { } frame)
            {
                size = frame.Size;
                writer.Write(frame);
            }

            read = string.Create(
                CultureInfo.InvariantCulture,
                $"{writer.FramesWritten} frames of {size} at {reader.Rate.PerSecond:0.###}. {reader.Clip.Remarks}")
                .Trim();
            writer.Finish();
            Assert.Equal(size, reader.Clip.Size);
            return (read, $"{Written(result)}, {Sound(path, result)}. {string.Join(' ', writer.Notes)}".Trim());
        }
        catch (ClipException failure)
        {
            Assert.EndsWith(".", failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', failure.Message);
            Assert.Equal(before, folder.Names());
            return (read, "refused: " + failure.Message
                .Replace(folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
                .Replace("file:", "", StringComparison.Ordinal));
        }
    }

    private static string Written(string result)
    {
        ClipInfo clip = ClipInfo.Read(result, TestFfmpeg.Tools);
        return $"{TestFfmpeg.ReadAll(result).Count} frames of {clip.Size}";
    }

    private static string Sound(string source, string result)
    {
        int tracks = ClipInfo.Read(source, TestFfmpeg.Tools).SoundTracks;
        if (tracks == 0)
            return "no sound";
        return TestFfmpeg.SoundHash(source) == TestFfmpeg.SoundHash(result)
            ? $"{tracks} sound, the same packets"
            : $"{tracks} sound, cut";
    }

    private static string Compared(string line) => Ffmpeg().Replace(line, "ffmpeg says: ...");

    [GeneratedRegex("ffmpeg says: [^|]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ffmpeg();
}
