using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net.Http.Json;
using System.Text.Json;
using Impasto.Studio.QueueViews;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Tests.Operators;

/// <summary>The metrics of the queue say what its page says.</summary>
public sealed class MetricsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Metrics_are_those_of_the_queue()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Heartbeat = TimeSpan.FromMilliseconds(50),
        });
        IMeterFactory meters = studio.Service<IMeterFactory>();
        ConcurrentDictionary<string, double> measured = new();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Meter.Name == StudioMetrics.Name)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => measured[instrument.Name] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => measured[instrument.Name] = value);
        listener.Start();
        Guid running = (await studio.CreateAsync(("steps", "100000"), ("size", "64"))).Id;
        await studio.UntilAsync(running, "running");
        Guid[] waiting = [(await studio.CreateAsync()).Id, (await studio.CreateAsync()).Id];

        await UntilAsync(() => measured.GetValueOrDefault("impasto.queue.length") == 2
            && measured.GetValueOrDefault("impasto.queue.running") == 1
            && measured.GetValueOrDefault("impasto.workers") == 1
            && measured.GetValueOrDefault("impasto.steps") > 0);

        QueueView queue = (await studio.Http.GetFromJsonAsync<QueueView>(
            "/api/queue", Studio.Json, Studio.Cancellation))!;
        await UntilAsync(() => measured["impasto.disk.used"] == queue.Disk.Used);
        Assert.True(queue.Disk.Used > 0);
        Assert.Equal((double)queue.Disk.Limit, measured["impasto.disk.limit"]);
        // Other programs use the disk, too.
        Assert.InRange(measured["impasto.disk.free"], 0.5 * queue.Disk.Free!.Value, 2.0 * queue.Disk.Free!.Value);
        foreach (Guid id in waiting.Prepend(running))
            await studio.PostAsync($"/api/runs/{id}/cancel");
        await UntilAsync(() => measured["impasto.queue.length"] == 0 && measured["impasto.queue.running"] == 0);

        async Task UntilAsync(Func<bool> isSo)
        {
            long start = TimeProvider.System.GetTimestamp();
            do
            {
                await Task.Delay(50, Studio.Cancellation);
                listener.RecordObservableInstruments();
                Assert.True(
                    TimeProvider.System.GetElapsedTime(start) < Patience, JsonSerializer.Serialize(measured));
            }
            while (!isSo());
        }
    }
}
