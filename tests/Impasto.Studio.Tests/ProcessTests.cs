using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Impasto.Studio.Web;
using Impasto.Tests;

namespace Impasto.Studio.Tests;

/// <summary>The program as people start it, in a process of its own.</summary>
public sealed class ProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Studio_says_where_it_is_answers_there_and_ends_cleanly_when_it_is_asked_to()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent by /bin/kill.");
        using var folder = new ScratchFolder();
        (Process studio, HttpClient http) = await StartAsync(folder.Path);

        Assert.Equal("ready", await http.GetStringAsync("/health/ready", Studio.Cancellation));
        using Process kill = Process.Start("/bin/kill", ["-TERM", studio.Id.ToString(CultureInfo.InvariantCulture)]);
        await studio.WaitForExitAsync(Studio.Cancellation).WaitAsync(Patience, Studio.Cancellation);

        Assert.Equal("", await studio.StandardError.ReadToEndAsync(Studio.Cancellation));
        Assert.Equal(0, studio.ExitCode);
        Release(studio, http);
    }

    [Fact]
    public async Task Kill_studio_in_the_middle_of_a_run_the_next_one_makes_the_picture_it_would_have_made()
    {
        using var folder = new ScratchFolder();
        (Process first, HttpClient http) = await StartAsync(folder.Path);
        RunView run = await CreateAsync(http);
        while ((await GetAsync(http, run.Id)).Frame == 0)
            await Task.Delay(10, Studio.Cancellation);
        first.Kill();
        await first.WaitForExitAsync(Studio.Cancellation).WaitAsync(Patience, Studio.Cancellation);
        Release(first, http);

        (Process second, http) = await StartAsync(folder.Path);

        RunView done = await DoneAsync(http, run.Id), other = await DoneAsync(http, (await CreateAsync(http)).Id);
        Assert.Equal((150, 2), (done.Progress!.Step, done.Attempt));
        Assert.Equal(
            await http.GetByteArrayAsync($"/api/runs/{other.Id}/result.tif", Studio.Cancellation),
            await http.GetByteArrayAsync($"/api/runs/{run.Id}/result.tif", Studio.Cancellation));
        Release(second, http);
    }

    [Fact]
    public async Task Metrics_go_to_the_collector_that_the_environment_names()
    {
        using var folder = new ScratchFolder();
        await using var collector = new Collector();
        (Process studio, HttpClient http) = await StartAsync(
            folder.Path,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "200"));
        await DoneAsync(http, (await CreateAsync(http)).Id);

        await collector.HearsAsync("impasto.queue.length").WaitAsync(Patience, Studio.Cancellation);
        await collector.HearsAsync("impasto.steps.rate").WaitAsync(Patience, Studio.Cancellation);

        Release(studio, http);
    }

    private static async Task<(Process Studio, HttpClient Http)> StartAsync(string folder, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Impasto.Cli.dll"), "studio", "--data", folder, "--port", "0", "--network", "compact"])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        Process studio = Process.Start(start)!;
        string first = (await studio.StandardOutput.ReadLineAsync(Studio.Cancellation))!;
        // What it logs is read away, so that a full pipe never holds it up.
        _ = studio.StandardOutput.ReadToEndAsync(Studio.Cancellation);
        return (studio, new HttpClient { BaseAddress = new Uri(first["Studio ".Length..].Trim()) });
    }

    private static void Release(Process studio, HttpClient http)
    {
        http.Dispose();
        if (!studio.HasExited)
            studio.Kill();
        studio.WaitForExit();
        studio.Dispose();
    }

    private static async Task<RunView> CreateAsync(HttpClient http)
    {
        using MultipartFormDataContent form = Studio.Form(("steps", "150"), ("size", "48"));
        using HttpResponseMessage response = await http.PostAsync("/api/runs", form, Studio.Cancellation);
        return (await response.Content.ReadFromJsonAsync<RunView>(Studio.Json, Studio.Cancellation))!;
    }

    private static async Task<RunView> GetAsync(HttpClient http, Guid id) =>
        (await http.GetFromJsonAsync<RunDetails>($"/api/runs/{id}", Studio.Json, Studio.Cancellation))!.Run;

    private static async Task<RunView> DoneAsync(HttpClient http, Guid id)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            RunView run = await GetAsync(http, id);
            if (run.State == "done")
                return run;
            Assert.NotEqual("failed", run.State);
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, $"The run is {run.State}.");
            await Task.Delay(30, Studio.Cancellation);
        }
    }
}
