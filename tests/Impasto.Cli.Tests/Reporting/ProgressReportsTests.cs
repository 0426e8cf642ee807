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
    public void Report_terminal_shows_a_bar_on_one_line_of_its_width(int width)
    {
        using var console = new TestConsole().Interactive().EmitAnsiSequences();
        console.Profile.Width = width;
        using var error = new TestConsole();
        using var reports = new ProgressReports(console, error, new ReportOptions(), Run);

        reports.Report(Step(3));

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
    public void Report_terminal_also_prints_a_line_every_n_steps()
    {
        using var console = new TestConsole().Interactive().EmitAnsiSequences();
        console.Profile.Width = 120;
        using var error = new TestConsole();
        using var reports = new ProgressReports(console, error, new ReportOptions(Every: 2), Run);

        Ten(reports);

        string output = Plain(console.Output);
        for (int step = 1; step <= 10; step++)
            Assert.Equal(step % 2 == 0, output.Contains($"Step {step} of 10  ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public void Report_terminal_line_above_the_bar_fits_into_the_width(int width)
    {
        using var console = new TestConsole().Interactive().EmitAnsiSequences();
        console.Profile.Width = width;
        using var error = new TestConsole();
        using var reports = new ProgressReports(console, error, new ReportOptions(Every: 2), Run);

        Ten(reports);

        string[] lines =
        [
            .. Plain(console.Output).Split('\n').Where(line => line.StartsWith("Step ", StringComparison.Ordinal)),
        ];
        Assert.Equal(5, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, width));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(5, 2)]
    [InlineData(7, 1)]
    public void Report_no_terminal_prints_plain_lines(int every, int lines)
    {
        using var console = new TestConsole();
        console.Profile.Width = 1000;
        using var error = new TestConsole();
        using var reports = new ProgressReports(console, error, new ReportOptions(Every: every), Run);

        Ten(reports);

        Assert.Equal(lines, console.Lines.Count);
        Assert.All(console.Lines, line => Assert.StartsWith("Step ", line, StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', console.Output);
    }

    [Fact]
    public void Report_long_run_prints_about_twenty_lines()
    {
        using var console = new TestConsole();
        console.Profile.Width = 1000;
        using var error = new TestConsole();
        using var reports = new ProgressReports(console, error, new ReportOptions(), Run);

        for (int step = 1; step <= 1999; step++)
            reports.Report(Step(step) with { TotalSteps = 1999 });

        Assert.InRange(console.Lines.Count, 18, 23);
        Assert.StartsWith("Step 1 of 1999", console.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Step 1999 of 1999", console.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Report_quiet_prints_nothing_but_still_traces()
    {
        using var folder = new ScratchFolder();
        using var console = new TestConsole();
        var options = new ReportOptions(Trace: folder.File("t"), Level: Verbosity.Quiet);
        using var error = new TestConsole();
        using (var reports = new ProgressReports(console, error, options, Run))
            Ten(reports);

        Assert.Equal("", console.Output);
        Assert.Equal(10, File.ReadAllLines(folder.File("t")).Length);
    }

    [Fact]
    public void Report_trace_can_be_read_while_the_run_continues()
    {
        using var folder = new ScratchFolder();
        using var console = new TestConsole();
        var options = new ReportOptions(Trace: folder.File("t"), Level: Verbosity.Quiet);
        using var error = new TestConsole();
        using var reports = new ProgressReports(console, error, options, Run);

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
        using var error = new TestConsole();
        using var reports = new ProgressReports(console, error, options, Run);
        error.Profile.Width = 1000;
        reports.Report(Step(1));
        Directory.Delete(frames, recursive: true);

        reports.Report(Step(2));
        reports.Report(Step(3));

        Assert.True(reports.HasProblems);
        Assert.Contains("frame-00002.png", Assert.Single(error.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_frames_have_no_gaps_and_the_size_of_the_result()
    {
        using var folder = new ScratchFolder();
        using var console = new TestConsole();
        using var error = new TestConsole();
        Directory.CreateDirectory(folder.File("frames"));
        var options = new ReportOptions(Every: 3, Frames: folder.File("frames"), Level: Verbosity.Quiet);
        using var reports = new ProgressReports(console, error, options, Run);

        Ten(reports);

        string[] frames = Directory.GetFiles(folder.File("frames"));
        Assert.Equal(
            ["frame-00001.png", "frame-00002.png", "frame-00003.png"],
            frames.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(frames, frame => Assert.Equal(new PictureSize(64, 48), new PictureReader().Read(frame).Size));
    }

    [Fact]
    public void Report_state_that_is_not_saved_is_reported_once_and_at_once()
    {
        using var console = new TestConsole();
        using var error = new TestConsole();
        error.Profile.Width = 200;
        using var reports = new ProgressReports(console, error, new ReportOptions(Level: Verbosity.Quiet), Run);

        reports.Report(Step(1));
        Assert.Empty(error.Output);
        reports.Report(Step(2) with { CheckpointProblem = "'c' can't be written: disk full." });
        reports.Report(Step(3) with { CheckpointProblem = "'c' can't be written: disk full." });

        Assert.Equal(
            ["The run's state is not saved: 'c' can't be written: disk full (after step 2; the run continues)."],
            error.Lines);
        Assert.True(reports.HasProblems);
    }

    [Fact]
    public void Report_terminal_made_narrower_never_moves_up()
    {
        using var console = new TestConsole().Interactive().EmitAnsiSequences();
        console.Profile.Width = 110;
        using var error = new TestConsole();
        using var reports = new ProgressReports(console, error, new ReportOptions(), Run);
        reports.Report(Step(1));

        console.Profile.Width = 90;
        reports.Report(Step(2));

        // Cursor up and erase above would remove lines that the terminal has moved.
        Assert.DoesNotMatch("\u001b\\[[0-9]*[AFH]|\u001b\\[[12]?J|\u001b\\[[12]K|\n", console.Output);
        Assert.True(Plain(console.Output).Split('\n')[^1].Length < 90);
    }

    private static ReportedRun Run => new(new PictureSize(64, 48), 10);

    private static void Ten(ProgressReports reports)
    {
        for (int step = 1; step <= 10; step++)
            reports.Report(Step(step));
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
