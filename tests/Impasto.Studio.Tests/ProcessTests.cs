using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
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
    public async Task Studio_probe_says_by_its_exit_code_whether_a_studio_is_ready()
    {
        using var folder = new ScratchFolder();
        await using StudioProcess studio = await StudioProcess.StartAsync(folder.Path);
        int port = studio.Http.BaseAddress!.Port;

        Assert.Equal((0, ""), await ProbeAsync(port));
        Assert.Equal((0, ""), await studio.TerminateAsync());
        Assert.Equal((1, $"No studio answers on port {port}.\n"), await ProbeAsync(port));

        static async Task<(int Code, string Error)> ProbeAsync(int port)
        {
            string program = Path.Combine(AppContext.BaseDirectory, "Impasto.Cli.dll");
            var start = new ProcessStartInfo("dotnet", [program, "studio", "--probe", "--port", $"{port}"])
            {
                RedirectStandardError = true,
                UseShellExecute = false,
            };
            using Process probe = Process.Start(start)!;
            string error = await probe.StandardError.ReadToEndAsync(Studio.Cancellation);
            await probe.WaitForExitAsync(Studio.Cancellation);
            return (probe.ExitCode, error);
        }
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

    [Theory]
    [InlineData("a port that is taken")]
    [InlineData("a damaged database")]
    [InlineData("an address of another machine")]
    [InlineData("a network that is not there")]
    public async Task Studio_that_can_not_start_says_why_in_one_line_and_ends(string why)
    {
        using var folder = new ScratchFolder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        if (why == "a damaged database")
            await File.WriteAllTextAsync(folder.File("studio.db"), new string('x', 5000), Studio.Cancellation);
        int port = why == "a port that is taken" ? ((IPEndPoint)listener.LocalEndpoint).Port : 0;
        // 192.0.2.0/24 is for documents (RFC 5737): no machine has such an address.
        string address = why == "an address of another machine" ? "192.0.2.1" : "127.0.0.1";
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "Impasto.Cli.dll"), "studio", "--data", folder.Path,
                "--port", $"{port}", "--listen", address, "--token", "a token",
                "--network", why == "a network that is not there" ? "nothing.pth" : "compact",
            ])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(Studio.Cancellation);
        string errors = await process.StandardError.ReadToEndAsync(Studio.Cancellation)
            .WaitAsync(Patience, Studio.Cancellation);
        await process.WaitForExitAsync(Studio.Cancellation).WaitAsync(Patience, Studio.Cancellation);

        Assert.Equal((1, ""), (process.ExitCode, await output));
        Assert.Single(errors.Trim().Split('\n'));
        string reason = why switch
        {
            "a damaged database" => "The store can't be used",
            "a network that is not there" => "'nothing.pth' can't be used",
            _ => "can't listen",
        };
        Assert.Contains(reason, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Studio_with_json_logs_writes_nothing_but_json_and_no_token_of_ones_own()
    {
        using var folder = new ScratchFolder();
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "Impasto.Cli.dll"), "studio", "--data", folder.Path,
                "--port", "0", "--token", "a-secret", "--json-logs", "--network", "compact",
            ])
        {
            UseShellExecute = false, RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string line = (await process.StandardOutput.ReadLineAsync(Studio.Cancellation))!;
        using var first = JsonDocument.Parse(line);
        var address = new Uri(first.RootElement.GetProperty("Address").GetString()!);
        using var http = new HttpClient { BaseAddress = address };
        using var wrong = new FormUrlEncodedContent([KeyValuePair.Create("token", "wrong")]);
        using HttpResponseMessage refused = await http.PostAsync("/sign-in", wrong, Studio.Cancellation);
        using (Process kill = Process.Start("/bin/kill", ["-TERM", $"{process.Id}"]))
            await kill.WaitForExitAsync(Studio.Cancellation);

        string[] rest = (await process.StandardOutput.ReadToEndAsync(Studio.Cancellation)).Trim().Split('\n');

        Assert.All(rest, log => JsonDocument.Parse(log).Dispose());
        Assert.Contains(rest, log => log.Contains("A wrong token came from 127.0.0.1", StringComparison.Ordinal));
        Assert.DoesNotContain("a-secret", line + string.Concat(rest), StringComparison.Ordinal);
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
