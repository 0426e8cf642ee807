using System.Diagnostics;
using Impasto.Studio.Views;
using Impasto.Tests;

namespace Impasto.Studio.Tests;

/// <summary>The program as people start it, in a process of its own.</summary>
public sealed class ProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly (string Name, string Value)[] Long = [("steps", "150"), ("size", "48")];

    [Fact]
    public async Task Studio_prints_its_address_answers_there_and_ends_cleanly_when_asked()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent by /bin/kill.");
        using var folder = new ScratchFolder();
        await using StudioProcess studio = await StudioProcess.StartAsync(folder.Path);

        Assert.Equal("ready", await studio.Http.GetStringAsync("/health/ready", Studio.Cancellation));

        Assert.Equal((0, ""), await studio.TerminateAsync());
    }

    [Fact]
    public async Task Kill_studio_during_a_run_and_the_next_one_makes_the_same_picture()
    {
        using var folder = new ScratchFolder();
        RunView run;
        await using (StudioProcess first = await StudioProcess.StartAsync(folder.Path))
        {
            run = await first.CreateAsync(Long);
            while ((await first.GetAsync(run.Id)).Run.Frame == 0)
                await Task.Delay(10, Studio.Cancellation);
        }

        await using StudioProcess second = await StudioProcess.StartAsync(folder.Path);

        RunView done = await second.UntilAsync(run.Id, "done");
        RunView other = await second.UntilAsync((await second.CreateAsync(Long)).Id, "done");
        Assert.Equal((150, 2), (done.Progress!.Step, done.Attempt));
        Assert.Equal(await second.ResultAsync(other.Id), await second.ResultAsync(run.Id));
    }

    [Fact]
    public async Task Metrics_go_to_the_collector_named_in_the_environment()
    {
        using var folder = new ScratchFolder();
        await using var collector = new Collector();
        await using StudioProcess studio = await StudioProcess.StartAsync(
            folder.Path,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "200"));
        await studio.UntilAsync((await studio.CreateAsync(Long)).Id, "done");

        await collector.ReceivesAsync("impasto.queue.length").WaitAsync(Patience, Studio.Cancellation);
        await collector.ReceivesAsync("impasto.steps.rate").WaitAsync(Patience, Studio.Cancellation);
    }

    [Fact]
    public async Task Dispose_running_studio_ends_it()
    {
        using var folder = new ScratchFolder();
        StudioProcess studio = await StudioProcess.StartAsync(folder.Path);
        using var process = Process.GetProcessById(studio.Id);

        await studio.DisposeAsync();

        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(5)), "The studio is still there.");
    }

    [Fact]
    public async Task Start_studio_that_fails_reports_its_output()
    {
        using var folder = new ScratchFolder();
        await File.WriteAllTextAsync(folder.File("no folder"), "", Studio.Cancellation);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => StudioProcess.StartAsync(folder.File("no folder")));

        Assert.Contains("no folder", failure.Message, StringComparison.Ordinal);
    }
}
