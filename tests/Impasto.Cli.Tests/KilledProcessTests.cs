using System.Diagnostics;
using Impasto.Video.Painting;

namespace Impasto.Cli.Tests;

/// <summary>Kills real processes at random moments.</summary>
/// <remarks>The class runs in parallel to others, because the processes need most of the time to start.</remarks>
public sealed class KilledProcessTests : IDisposable
{
    private const int Kills = 20, ClipKills = 8, Cut = 15;

    private readonly CliRun _cli = new();

    private string Checkpoint => _cli.File("run.checkpoint");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Resume_of_a_process_killed_at_any_moment_gives_the_same_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are killed as on Linux.");
        string[] recipe = [_cli.Checks, "--steps", "150,300", "--min-size", "24", "--size", "40", "--history", "10"];
        Assert.Equal(0, await _cli.StylizeAsync([.. recipe, "-o", _cli.File("whole.png")]));
        byte[] expected = await Bytes("whole.png");
        var random = new Random(4);
        int resumed = 0;

        for (int kill = 0; kill < Kills; kill++)
        {
            // A run may be killed several times; after a complete run, the next begins.
            bool isResumed = File.Exists(Checkpoint);
            string[] words = isResumed
                ? ["resume", Checkpoint, "--threads", "1"]
                : ["stylize", _cli.Photo, _cli.Waves, .. recipe, "--network", "compact", "--threads", "1", "--force",
                    "-o", _cli.File("r.png"), "--checkpoint", Checkpoint, "--checkpoint-every", "0"];
            resumed += isResumed ? 1 : 0;
            using Process program = Start(words);
            await UntilAsync(() => program.HasExited
                || (File.Exists(Checkpoint) && (isResumed || new FileInfo(Checkpoint).Length > 0)));
            await Task.Delay(random.Next(isResumed ? 600 : 250), Cancellation);
            program.Kill();
            await program.WaitForExitAsync(Cancellation);
        }

        if (File.Exists(Checkpoint))
            Assert.Equal(0, await _cli.RunAsync("resume", Checkpoint, "--threads", "1"));
        Assert.Equal(expected, await Bytes("r.png"));
        Assert.True(resumed >= Kills / 2, $"only {resumed} of {Kills} kills hit a resumed run");
        Assert.False(File.Exists(Checkpoint));
    }

    // A part of a clip is 24 frames: kills hit the first part, its end and the second one. With two jobs, frames of
    // the shot after the cut wait for those before it; a resumed run may have another number of jobs.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Resume_of_a_clip_killed_at_any_moment_gives_the_same_file(int jobs)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are killed as on Linux.");
        Ffmpeg.Require();
        Directory.CreateDirectory(_cli.File("frames"));
        for (int frame = 0; frame < 40; frame++)
        {
            int shift = frame;
            bool isSecondShot = frame >= Cut;
            _ = _cli.Draw($"frames/{frame:D2}.png", (x, y, c) => isSecondShot
                ? (shift + (2 * x) + y + (5 * c)) % 40 / 80f
                : (x + shift + (2 * y) + (20 * c)) % 64 / 63f);
        }

        string state = _cli.File("r.mp4.state");
        Assert.Equal(0, await _cli.RunAsync(Words("whole.mp4")));
        var random = new Random(5);
        int resumed = 0;
        for (int kill = 0; kill < ClipKills && !File.Exists(_cli.File("r.mp4")); kill++)
        {
            int done = Directory.Exists(state) ? VideoStylizer.FramesDone(state) : 0;
            resumed += done > 0 ? 1 : 0;
            using Process program = Start(done == 0
                ? [.. Words("r.mp4"), "--force", "--jobs", $"{jobs}"]
                : ["resume", state, "--quiet", "--jobs", $"{1 + (kill % jobs)}"]);
            await UntilAsync(() => program.HasExited || VideoStylizer.FramesDone(state) > done);
            await Task.Delay(random.Next(150), Cancellation);
            program.Kill();
            await program.WaitForExitAsync(Cancellation);
        }

        if (Directory.Exists(state))
            Assert.Equal(0, await _cli.RunAsync("resume", state));
        Assert.Equal(await Bytes("whole.mp4"), await Bytes("r.mp4"));
        Assert.True(resumed > 0, "no kill hit a resumed run");
        Assert.False(Directory.Exists(state));

        string[] Words(string output) =>
        [
            "video", "--frames", _cli.File("frames"), _cli.Checks, "-o", _cli.File(output), "--network", "compact",
            "--threads", $"{jobs}", "--size", "48", "--min-size", "24", "--steps", "4,3", "--frame-steps", "3",
            "--quiet",
        ];
    }

    private Process Start(string[] words)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Impasto.Cli.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. words])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _cli.Folder,
        };
        start.Environment["IMPASTO_HOME"] = _cli.File("home");
        return Process.Start(start)!;
    }

    private Task<byte[]> Bytes(string name) => File.ReadAllBytesAsync(_cli.File(name), Cancellation);

    private static async Task UntilAsync(Func<bool> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60), "The condition never became true.");
            await Task.Delay(10, Cancellation);
        }
    }
}
