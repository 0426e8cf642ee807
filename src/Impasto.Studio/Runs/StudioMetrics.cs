using System.Diagnostics.Metrics;

namespace Impasto.Studio.Runs;

/// <summary>The studio's measurements, for OpenTelemetry.</summary>
/// <remarks>
/// Readers are called on the exporter's thread and must not wait for a database: the queue's length is the last one
/// counted, which <see cref="Queued"/> refreshes.
/// </remarks>
internal sealed class StudioMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Impasto.Studio";

    private readonly Meter _meter;
    private readonly Counter<long> _steps;
    private readonly Histogram<double> _seconds;
    private readonly TimeProvider _clock;
    private long _queued;
    private long _count;
    private long _seen;
    private long _since;

    public StudioMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        _since = clock.GetTimestamp();
        _meter = meters.Create(Name);
        _steps = _meter.CreateCounter<long>("impasto.steps", "{step}", "Steps of the optimisation that were taken.");
        _seconds = _meter.CreateHistogram<double>(
            "impasto.run.duration", "s", "Time that runs took, by their status at the end.");
        _meter.CreateObservableGauge(
            "impasto.steps.rate", Rate, "{step}/s", "Steps a second since the last measurement.");
        _meter.CreateObservableGauge(
            "impasto.queue.length", () => Interlocked.Read(ref _queued), "{run}", "Runs that wait.");
    }

    /// <summary>Counts a step.</summary>
    public void Stepped()
    {
        _steps.Add(1);
        Interlocked.Increment(ref _count);
    }

    /// <summary>Measures the end of a run.</summary>
    public void Ended(RunStatus status, double seconds) =>
        _seconds.Record(seconds, new KeyValuePair<string, object?>("state", RunWords.Of(status)));

    /// <summary>Takes note of how many runs wait.</summary>
    public void Queued(long runs) => Interlocked.Exchange(ref _queued, runs);

    public void Dispose() => _meter.Dispose();

    private double Rate()
    {
        long count = Interlocked.Read(ref _count), now = _clock.GetTimestamp();
        double rate = (count - _seen) / Math.Max(1e-3, _clock.GetElapsedTime(_since, now).TotalSeconds);
        (_seen, _since) = (count, now);
        return rate;
    }
}
