using System.Diagnostics.Metrics;
using Impasto.Studio.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Impasto.Studio.Tests.Runs;

/// <summary>Measurements that never wait.</summary>
public sealed class StudioMetricsTests
{
    [Fact]
    public void Queue_length_is_the_last_number_that_was_counted()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        IMeterFactory meters = services.GetRequiredService<IMeterFactory>();
        using var metrics = new StudioMetrics(meters, TimeProvider.System);
        List<long> measured = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Name == "impasto.queue.length")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => measured.Add(value));
        listener.Start();

        listener.RecordObservableInstruments();
        metrics.Queued(3);
        listener.RecordObservableInstruments();

        Assert.Equal([0, 3], measured);
    }
}
