using System.Diagnostics.Metrics;

namespace Impasto.Studio.Runs;

/// <summary>The studio's measurements, for OpenTelemetry.</summary>
/// <remarks>
/// Readers are called on the exporter's thread and must not wait for a database: the queue's length is the last one
/// counted, which <see cref="Queued"/> refreshes. The others are the same.
/// </remarks>
internal sealed class StudioMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Impasto.Studio";

    private readonly Meter _meter;
    private readonly Counter<long> _steps;
    private readonly Histogram<double> _seconds;
    private readonly TimeProvider _clock;
    private long _queued, _running, _workers, _used, _free, _limit;
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
        _meter.CreateObservableGauge(
            "impasto.queue.running", () => Interlocked.Read(ref _running), "{run}", "Runs that workers have.");
        _meter.CreateObservableGauge(
            "impasto.workers", () => Interlocked.Read(ref _workers), "{worker}", "Workers that give signs of life.");
        _meter.CreateObservableGauge(
            "impasto.disk.used", () => Interlocked.Read(ref _used), "By", "What the files of all runs take.");
        _meter.CreateObservableGauge(
            "impasto.disk.limit", () => Interlocked.Read(ref _limit), "By", "What the files of all runs may take.");
        _meter.CreateObservableGauge("impasto.disk.free", Free, "By", "What is free on the disk, if that is known.");
    }

    /// <summary>Steps so far.</summary>
    public long Steps => Interlocked.Read(ref _count);

    /// <summary>Counts a step.</summary>
    public void Stepped()
    {
        _steps.Add(1);
        Interlocked.Increment(ref _count);
    }

    /// <summary>Measures the end of a run.</summary>
    public void Ended(RunStatus status, double seconds) =>
        _seconds.Record(seconds, new KeyValuePair<string, object?>("state", RunWords.Of(status)));

    /// <summary>Takes note of how many runs wait, how many are painted, and by how many workers.</summary>
    public void Queued(long waiting, long running = 0, long workers = 0)
    {
        Interlocked.Exchange(ref _queued, waiting);
        Interlocked.Exchange(ref _running, running);
        Interlocked.Exchange(ref _workers, workers);
    }

    /// <summary>Takes note of the room for runs.</summary>
    /// <param name="used">Bytes of all runs.</param>
    /// <param name="limit">Bytes that they may have.</param>
    /// <param name="free">Free bytes; <see cref="long.MaxValue"/> if they can't be measured.</param>
    public void Stored(long used, long limit, long free)
    {
        Interlocked.Exchange(ref _used, used);
        Interlocked.Exchange(ref _limit, limit);
        Interlocked.Exchange(ref _free, free);
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Free() =>
        Interlocked.Read(ref _free) is var free and not long.MaxValue ? [new Measurement<long>(free)] : [];

    private double Rate()
    {
        long count = Interlocked.Read(ref _count), now = _clock.GetTimestamp();
        double rate = (count - _seen) / Math.Max(1e-3, _clock.GetElapsedTime(_since, now).TotalSeconds);
        (_seen, _since) = (count, now);
        return rate;
    }
}
