using System.Text.RegularExpressions;
using Impasto.Cli.Reporting;
using Impasto.Cli.Requests;
using Impasto.Imaging;
using Impasto.Tests;
using Spectre.Console.Testing;

namespace Impasto.Cli.Tests.Reporting;

public sealed class ProgressReportsTests
{
    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public async Task Watch_terminal_shows_a_bar_on_one_line_of_its_width(int width)
    {
        using var console = new TestConsole().Interactive().EmitAnsiSequences();
        console.Profile.Width = width;
        using var reports = ProgressReports.Open(console, new ReportOptions(), force: false);

        await reports.WatchAsync(progress =>
        {
            progress.Report(Step(3));
            Thread.Sleep(250); // The bar is drawn every tenth of a second.
            return Task.FromResult(0);
        });

        string bar = Assert.Single(Plain(console.Output).Split('\n')
            .Select(line => line.TrimEnd())
            .Where(line => line.Contains("3/10", StringComparison.Ordinal))
            .Distinct());
        Assert.True(bar.Length <= width, $"'{bar}' has {bar.Length} letters");
        Assert.Contains("loss 2.5000", bar, StringComparison.Ordinal);
        if (width >= 80)
            Assert.Contains("32 x 24  loss 2.5000  1.5 steps/s  0:05 left", bar, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_terminal_also_prints_a_line_every_n_steps()
    {
        using var console = new TestConsole().Interactive().EmitAnsiSequences();
        console.Profile.Width = 120;
        using var reports = ProgressReports.Open(console, new ReportOptions(Every: 2), force: false);

        await reports.WatchAsync(Ten);

        string output = Plain(console.Output);
        for (int step = 1; step <= 10; step++)
            Assert.Equal(step % 2 == 0, output.Contains($"Step {step} of 10  ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public async Task Watch_terminal_line_above_the_bar_has_the_whole_width(int width)
    {
        using var console = new TestConsole().Interactive().EmitAnsiSequences();
        console.Profile.Width = width;
        using var reports = ProgressReports.Open(console, new ReportOptions(Every: 2), force: false);

        await reports.WatchAsync(Ten);

        string[] lines =
        [
            .. Plain(console.Output).Split('\n').Where(line => line.StartsWith("Step ", StringComparison.Ordinal)),
        ];
        Assert.Equal(5, lines.Length);
        Assert.All(lines, line => Assert.Equal(width, line.Length));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(5, 2)]
    [InlineData(7, 1)]
    public async Task Watch_no_terminal_prints_plain_lines(int every, int lines)
    {
        using var console = new TestConsole();
        console.Profile.Width = 1000;
        using var reports = ProgressReports.Open(console, new ReportOptions(Every: every), force: false);

        await reports.WatchAsync(Ten);

        Assert.Equal(lines, console.Lines.Count);
        Assert.All(console.Lines, line => Assert.StartsWith("Step ", line, StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', console.Output);
    }

    [Fact]
    public async Task Watch_long_run_prints_about_twenty_lines()
    {
        using var console = new TestConsole();
        console.Profile.Width = 1000;
        using var reports = ProgressReports.Open(console, new ReportOptions(), force: false);

        await reports.WatchAsync(progress =>
        {
            for (int step = 1; step <= 1999; step++)
                progress.Report(Step(step) with { TotalSteps = 1999 });
            return Task.FromResult(0);
        });

        Assert.InRange(console.Lines.Count, 18, 23);
        Assert.StartsWith("Step 1 of 1999", console.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Step 1999 of 1999", console.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_quiet_prints_nothing_but_still_traces()
    {
        using var folder = new ScratchFolder();
        using var console = new TestConsole();
        var options = new ReportOptions(Trace: folder.File("t"), Level: Verbosity.Quiet);
        using (var reports = ProgressReports.Open(console, options, force: false))
            await reports.WatchAsync(Ten);

        Assert.Equal("", console.Output);
        Assert.Equal(10, File.ReadAllLines(folder.File("t")).Length);
    }

    [Fact]
    public void Report_trace_can_be_read_while_the_run_continues()
    {
        using var folder = new ScratchFolder();
        using var console = new TestConsole();
        var options = new ReportOptions(Trace: folder.File("t"), Level: Verbosity.Quiet);
        using var reports = ProgressReports.Open(console, options, force: false);

        reports.Report(Step(1));

        using var stream = new FileStream(folder.File("t"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        Assert.StartsWith("{\"step\":1,", reader.ReadLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_frames_that_can_not_be_written_are_reported_once_and_the_run_continues()
    {
        using var folder = new ScratchFolder();
        using var console = new TestConsole();
        string frames = folder.File("frames");
        Directory.CreateDirectory(frames);
        var options = new ReportOptions(Every: 1, Frames: frames, Level: Verbosity.Quiet);
        using var reports = ProgressReports.Open(console, options, force: false);
        reports.Report(Step(1));
        Directory.Delete(frames, recursive: true);

        reports.Report(Step(2));
        reports.Report(Step(3));

        Assert.Contains("frame-00002.png", Assert.Single(reports.Problems), StringComparison.Ordinal);
    }

    private static Task<int> Ten(IProgress<StylizeProgress> progress)
    {
        for (int step = 1; step <= 10; step++)
            progress.Report(Step(step));
        return Task.FromResult(0);
    }

    private static StylizeProgress Step(int step) => new()
    {
        Step = step,
        TotalSteps = 10,
        Scale = 1,
        Scales = 1,
        Size = new(32, 24),
        Loss = 2.5,
        Seconds = step / 1.5,
        RemainingSeconds = 5,
        Preview = new Picture(32, 24, new float[3 * 32 * 24]),
    };

    // Removes escape sequences; a carriage return begins a new line.
    private static string Plain(string text) => Regex.Replace(
        text.Replace('\r', '\n'), "\u001b\\[[0-9;?]*[A-Za-z]", "", RegexOptions.None, TimeSpan.FromSeconds(1));
}
