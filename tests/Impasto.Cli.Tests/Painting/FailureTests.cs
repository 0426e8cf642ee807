using System.Diagnostics;
using System.Text.RegularExpressions;
using Impasto.Imaging;

namespace Impasto.Cli.Tests.Painting;

/// <summary>Failures during a run: one sentence, and the picture is not lost.</summary>
public sealed partial class FailureTests : IDisposable
{
    private readonly CliRun _cli = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Stylize_folder_that_vanishes_during_the_run_keeps_the_picture_elsewhere()
    {
        string folder = Directory.CreateDirectory(_cli.File("out")).FullName;

        Assert.Equal(1, await RunAsync(Path.Combine(folder, "r.png"), () => Directory.Delete(folder, recursive: true)));

        Assert.StartsWith(
            $"'{Path.Combine(folder, "r.png")}' can't be written: there is no folder '{folder}'; "
            + "the picture was kept as '",
            _cli.Problem,
            StringComparison.Ordinal);
        CheckKept();
    }

    [Fact]
    public async Task Stylize_disk_that_is_full_is_one_sentence_and_keeps_the_picture_elsewhere()
    {
        string folder = Directory.CreateDirectory(_cli.File("disk")).FullName;
        bool isMounted = await MountAsync("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", folder);
        Assert.SkipUnless(isMounted, "This user may not mount a small disk.");
        try
        {
            int code = await RunAsync(
                Path.Combine(folder, "r.png"),
                () => File.WriteAllBytes(Path.Combine(folder, "full"), new byte[1 << 14]));

            Assert.Equal(1, code);
            Assert.StartsWith(
                $"'{Path.Combine(folder, "r.png")}' can't be written: the disk is full",
                _cli.Problem,
                StringComparison.Ordinal);
            CheckKept();
            Assert.Equal(["full"], Directory.GetFiles(folder).Select(Path.GetFileName));
        }
        finally
        {
            await MountAsync("umount", folder);
        }
    }

    [Fact]
    public async Task Stylize_cancelled_run_whose_checkpoint_can_not_be_written_reports_it()
    {
        string folder = Directory.CreateDirectory(_cli.File("out")).FullName;
        using var source = new CancellationTokenSource();
        int code = await RunAsync(
            _cli.File("r.png"),
            () =>
            {
                Directory.Delete(folder, recursive: true);
                source.Cancel();
            },
            source.Token,
            "--checkpoint",
            Path.Combine(folder, "c"));

        Assert.Equal(130, code);
        Assert.Contains(
            $"The run's state was not saved: '{Path.Combine(folder, "c")}' can't be written: "
            + $"there is no folder '{folder}'.",
            _cli.Problem,
            StringComparison.Ordinal);
        Assert.True(File.Exists(_cli.File("r.png")));
    }

    [Fact]
    public async Task Stylize_checkpoint_that_can_not_be_written_is_reported_during_the_run()
    {
        string folder = Directory.CreateDirectory(_cli.File("out")).FullName;
        string checkpoint = Path.Combine(folder, "c");
        int code = await RunAsync(
            _cli.File("r.png"),
            () => Directory.Delete(folder, recursive: true),
            Cancellation,
            "--checkpoint",
            checkpoint,
            "--checkpoint-every",
            "0");

        Assert.Equal(1, code);
        Assert.StartsWith(
            $"The run's state is not saved: '{checkpoint}' can't be written: there is no folder '{folder}' (after ",
            _cli.Problem,
            StringComparison.Ordinal);
        Assert.EndsWith("; the run continues).", _cli.Problem, StringComparison.Ordinal);
        Assert.Equal(32, _cli.Read("r.png").Width);
    }

    [Theory]
    [InlineData("-o", "photo.png")]
    [InlineData("-o", "link.png")]
    [InlineData("-o", "waves.png")]
    [InlineData("--trace", "photo.png")]
    [InlineData("--figure", "waves.png")]
    [InlineData("--checkpoint", "link.png")]
    public async Task Stylize_output_that_is_an_input_is_refused_even_with_force(string option, string name)
    {
        File.CreateSymbolicLink(_cli.File("link.png"), _cli.Photo);
        byte[] photo = await File.ReadAllBytesAsync(_cli.Photo, Cancellation);

        Assert.Equal(2, await _cli.StylizeAsync(option, _cli.File(name), "--force"));

        string shown = option == "-o" ? "--output" : option;
        Assert.Equal($"{shown}: expected another file than '{_cli.File(name)}', which is an input.", _cli.Problem);
        Assert.Equal(photo, await File.ReadAllBytesAsync(_cli.Photo, Cancellation));
    }

    [Fact]
    public async Task Stylize_output_that_has_the_page_of_an_input_is_refused_even_with_force()
    {
        byte[] photo = await File.ReadAllBytesAsync(_cli.Photo, Cancellation);

        int code = await _cli.RunAsync(
            "stylize", $"{_cli.Photo}#page=1", _cli.Waves, "--network", "compact", "--size", "32", "--steps", "1",
            "-o", _cli.Photo, "--force");

        Assert.Equal(2, code);
        Assert.Equal($"--output: expected another file than '{_cli.Photo}', which is an input.", _cli.Problem);
        Assert.Equal(photo, await File.ReadAllBytesAsync(_cli.Photo, Cancellation));
    }

    [Fact]
    public async Task Stylize_strip_that_is_too_small_names_the_least_size()
    {
        string strip = _cli.Draw("strip.png", (x, y, c) => (x + y + c) % 7 / 7f, width: 320, height: 20);

        int code = await _cli.RunAsync(
            "stylize", strip, _cli.Waves, "--network", "compact", "--size", "64", "-o", _cli.File("r.png"));

        // conv5_1 sees one position in 16 pixels, and 20 of 320 rows are 16 of 256.
        Assert.Equal(1, code);
        Assert.Equal(
            "The content is too small at 64 x 4: conv5_1 needs at least 16 x 16 pixels: use --size 256 or more.",
            _cli.Problem);
    }

    [Fact]
    public async Task Stylize_cancelled_at_a_small_scale_says_so()
    {
        using var source = new CancellationTokenSource();

        int code = await RunAsync(
            _cli.File("r.png"), source.Cancel, source.Token, "--size", "96", "--min-size", "48");

        Assert.Equal(130, code);
        Assert.Matches(
            "^Cancelled after step [0-9]+: the picture so far was kept, at [0-9]+ x [0-9]+ of 96 x 80 pixels\\.$",
            _cli.Problem);
    }

    [Fact]
    public async Task Stylize_input_that_vanishes_during_the_run_is_not_needed()
    {
        Assert.Equal(0, await RunAsync(_cli.File("r.png"), () => File.Delete(_cli.Photo)));

        Assert.Equal("", _cli.Problem);
    }

    private void CheckKept()
    {
        Assert.DoesNotContain("   at ", _cli.Problem, StringComparison.Ordinal);
        string kept = KeptAs().Match(_cli.Problem).Groups["path"].Value;
        Assert.Equal(32, new PictureReader().Read(kept).Width);
        File.Delete(kept);
    }

    // The action happens after the run has begun.
    private Task<int> RunAsync(string output, Action then) => RunAsync(output, then, Cancellation);

    private Task<int> RunAsync(string output, Action then, CancellationToken cancellation, params string[] words) =>
        CommandLine.RunAsync(
            [
                "stylize", _cli.Photo, _cli.Waves, "--network", "compact", "--threads", "1",
                .. words.Contains("--size") ? (string[])[] : ["--size", "32"], "--steps", "6",
                "-o", output, "--trace", _cli.File("t"), .. words,
            ],
            _cli.Terminal() with { Clock = new Later(() => File.Exists(_cli.File("t")), then) },
            cancellation);

    private static async Task<bool> MountAsync(string program, params string[] words)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        var start = new ProcessStartInfo(program, words) { RedirectStandardError = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync(Cancellation);
        return process.ExitCode == 0;
    }

    [GeneratedRegex("kept as '(?<path>[^']*)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeptAs();

    // A run reads the clock at every step.
    private sealed class Later(Func<bool> isTime, Action then) : TimeProvider
    {
        private bool _done;

        public override long GetTimestamp()
        {
            if (!_done && isTime())
            {
                _done = true;
                then();
            }

            return base.GetTimestamp();
        }
    }
}
