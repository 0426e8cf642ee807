using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using Impasto.Studio.Events;
using Impasto.Studio.Runs;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests;

/// <summary>The routes for other programs: description, events, health, metrics.</summary>
public sealed class ServiceTests
{
    [Fact]
    public async Task OpenApi_describes_every_route_that_there_is()
    {
        await using Studio studio = await Studio.StartAsync();

        string json = await studio.Http.GetStringAsync("/openapi/v1.json", Studio.Cancellation);
        using var document = JsonDocument.Parse(json);

        JsonElement paths = document.RootElement.GetProperty("paths");
        string[] expected =
        [
            "/api/batches", "/api/batches/{id}", "/api/batches/{id}/cancel", "/api/batches/{id}/continue",
            "/api/batches/{id}/pause", "/api/batches/{id}/results.zip", "/api/catalog", "/api/events",
            "/api/glance", "/api/look", "/api/plan", "/api/queue", "/api/queue/cancel", "/api/queue/{id}/down",
            "/api/queue/{id}/first", "/api/queue/{id}/last", "/api/queue/{id}/place/{place}", "/api/queue/{id}/up",
            "/api/recipes/read", "/api/results.zip", "/api/runs", "/api/runs/{id}", "/api/runs/{id}/again",
            "/api/runs/{id}/cancel", "/api/runs/{id}/content", "/api/runs/{id}/content-clip",
            "/api/runs/{id}/continuation", "/api/runs/{id}/continue", "/api/runs/{id}/events",
            "/api/runs/{id}/favorite", "/api/runs/{id}/frame", "/api/runs/{id}/pause",
            "/api/runs/{id}/regions/{index}", "/api/runs/{id}/result.jpg", "/api/runs/{id}/result.mkv",
            "/api/runs/{id}/result.mp4", "/api/runs/{id}/result.png", "/api/runs/{id}/result.tif",
            "/api/runs/{id}/result.webm", "/api/runs/{id}/result.webp", "/api/runs/{id}/share",
            "/api/runs/{id}/start", "/api/runs/{id}/stop", "/api/runs/{id}/styles/{index}",
            "/api/runs/{id}/thumbnail", "/api/samples/{name}", "/health/live", "/health/ready",
        ];
        IEnumerable<string> found = paths.EnumerateObject().Select(path => path.Name);
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.All(
            paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()),
            operation => Assert.True(operation.Value.TryGetProperty("summary", out _)));
        JsonElement create = paths.GetProperty("/api/runs").GetProperty("post").GetProperty("requestBody");
        Assert.True(create.GetProperty("content").TryGetProperty("multipart/form-data", out _));
    }

    [Fact]
    public async Task Events_of_a_run_begin_with_its_present_state_and_continue_to_its_end()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView before = await RunTests.Begun(studio), run = await studio.CreateAsync(RunTests.Endless);
        List<RunView> received = [];

        await foreach (RunView view in ReadAsync(studio, $"/api/runs/{run.Id}/events"))
        {
            received.Add(view);
            if (view.State == "queued")
                await studio.PostAsync($"/api/runs/{before.Id}/cancel");
            if (view.Progress is { Step: > 3 })
                await studio.PostAsync($"/api/runs/{run.Id}/stop");
            if (view.State == "stopped")
                break;
        }

        Assert.All(received, view => Assert.Equal(run.Id, view.Id));
        Assert.Equal(["queued", "running", "stopped"], received.Select(view => view.State).Distinct());
        int[] steps = [.. received.Select(view => view.Progress?.Step ?? 0)];
        Assert.Equal(steps.Order(), steps);
    }

    [Fact]
    public async Task Events_reader_that_is_slow_gets_only_the_newest_state_and_slows_nobody()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await RunTests.Begun(studio);
        var watch = (RunWatch)studio.Server.Services.GetService(typeof(RunWatch))!;
        using RunSubscription slow = await watch.SubscribeAsync(run.Id);

        await foreach (RunView view in ReadAsync(studio, $"/api/runs/{run.Id}/events"))
        {
            if (view.Progress!.Step > run.Progress!.Step + 20)
                break;
        }

        RunMessage message = Assert.Single(await slow.TakeAsync(TimeSpan.FromSeconds(5), Studio.Cancellation));
        string text = System.Text.Encoding.UTF8.GetString(message.Data);
        Assert.Contains("\"state\":\"running\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_is_live_and_ready()
    {
        await using Studio studio = await Studio.StartAsync();

        Assert.Equal("alive", await studio.Http.GetStringAsync("/health/live", Studio.Cancellation));
        Assert.Equal("ready", await studio.Http.GetStringAsync("/health/ready", Studio.Cancellation));
    }

    [Fact]
    public async Task Metrics_count_steps_and_the_queue()
    {
        await using Studio studio = await Studio.StartAsync(
            settings => settings with { Heartbeat = TimeSpan.FromMilliseconds(50) });
        var measured = new Dictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == StudioMetrics.Name)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument.Name, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument.Name, value));
        listener.Start();
        RunView endless = await RunTests.Begun(studio);
        await studio.CreateAsync();

        // The queue is counted beside the measurement, once a heartbeat.
        while (Measured("impasto.queue.length") < 1)
        {
            listener.RecordObservableInstruments();
            await Task.Delay(20, Studio.Cancellation);
        }

        Assert.True(Measured("impasto.steps") >= 1);
        Assert.True(Measured("impasto.steps.rate") > 0);

        await studio.PostAsync($"/api/runs/{endless.Id}/cancel");

        double Measured(string name)
        {
            lock (measured)
                return measured.GetValueOrDefault(name);
        }

        void Add(string name, double value)
        {
            lock (measured)
                measured[name] = measured.GetValueOrDefault(name) + value;
        }
    }

    [Fact]
    public async Task Errors_are_problem_details_with_a_sentence()
    {
        await using Studio studio = await Studio.StartAsync();
        foreach ((string path, HttpStatusCode status) in new[]
        {
            ("/nothing", HttpStatusCode.NotFound),
            ($"/api/runs/{Guid.Empty}", HttpStatusCode.NotFound),
            ("/api/runs?limit=many", HttpStatusCode.BadRequest),
        })
        {
            using HttpResponseMessage response = await studio.Http.GetAsync(path, Studio.Cancellation);
            Assert.Equal(status, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Studio.Cancellation));
            Assert.NotEmpty(problem.RootElement.GetProperty("detail").GetString()!);
        }
    }

    private static async IAsyncEnumerable<RunView> ReadAsync(Studio studio, string path)
    {
        using var reader = new StreamReader(await studio.Http.GetStreamAsync(path, Studio.Cancellation));
        while (await reader.ReadLineAsync(Studio.Cancellation) is { } line)
        {
            if (line.StartsWith("data: {\"id\"", StringComparison.Ordinal))
                yield return JsonSerializer.Deserialize<RunView>(line["data: ".Length..], Studio.Json)!;
        }
    }
}
