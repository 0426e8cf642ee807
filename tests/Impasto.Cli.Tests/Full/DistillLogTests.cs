using Impasto.Cli.Full;
using Impasto.Networks;
using Impasto.Tests;
using Impasto.Training;
using Spectre.Console.Testing;

namespace Impasto.Cli.Tests.Full;

/// <summary>The log of a training.</summary>
public sealed class DistillLogTests
{
    [Fact]
    public void Report_log_that_can_not_be_written_is_reported_once_and_the_training_goes_on()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "The machine has no /dev/full.");
        using var folder = new ScratchFolder();
        File.CreateSymbolicLink(folder.File("log.jsonl"), "/dev/full");
        using var console = new TestConsole();
        console.Profile.Width = 300;
        Dictionary<LayerName, double> errors = new() { [VggLayers.Of(1, 1)] = 0.5 };
        using var log = new DistillLog(console, 1, folder.File("log.jsonl"));

        for (int step = 1; step <= 3; step++)
        {
            log.Report(new DistillProgress
            {
                Step = step, Steps = 3, Loss = 1, Features = errors, Grams = errors, Visited = errors,
            });
        }

        Assert.Equal("the disk is full", log.Problem);
        Assert.Single(
            console.Lines,
            line => line == "The log is incomplete: the disk is full; the training continues.");
        Assert.Equal([1, 2, 3], log.Entries.Select(entry => entry.Step));
    }

    [Fact]
    public void Report_log_of_a_decoder_that_can_not_be_written_is_reported_once()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "The machine has no /dev/full.");
        using var folder = new ScratchFolder();
        File.CreateSymbolicLink(folder.File("log.csv"), "/dev/full");
        using var console = new TestConsole();
        console.Profile.Width = 300;
        using (var log = new DecoderLog(console, 1, folder.File("log.csv")))
        {
            for (int step = 1; step <= 3; step++)
                log.Report(Progress(step));

            Assert.Equal("the disk is full", log.Problem);
        }

        Assert.Single(
            console.Lines,
            line => line == "The log is incomplete: the disk is full; the training continues.");
        Assert.Contains("Step 3 of 3", console.Output, StringComparison.Ordinal);
    }

    private static DecoderProgress Progress(int step) =>
        new() { Step = step, Steps = 3, Loss = 1, Content = 1, Style = 1, Identity = 1 };
}
