using System.Diagnostics.Metrics;
using Impasto.Studio.Runs;

namespace Impasto.Studio;

/// <summary>What can be measured of a studio from outside, under the names of OpenTelemetry.</summary>
internal sealed class StudioMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Impasto.Studio";

    private readonly Meter _meter;
    private readonly Counter<long> _steps;
    private readonly Histogram<double> _seconds;
    private readonly TimeProvider _clock;
    private long _count;
    private long _seen;
    private long _since;

    public StudioMetrics(IMeterFactory meters, StudioStore store, TimeProvider clock)
    {
        _clock = clock;
        _since = clock.GetTimestamp();
        _meter = meters.Create(Name);
        _steps = _meter.CreateCounter<long>("impasto.steps", "{step}", "Steps of the optimisation that were taken.");
        _seconds = _meter.CreateHistogram<double>("impasto.run.duration", "s", "Time that runs took, by how they ended.");
        _meter.CreateObservableGauge("impasto.steps.rate", Rate, "{step}/s", "Steps a second since the last look.");
        _meter.CreateObservableGauge("impasto.queue.length", () => store.Runs.QueuedAsync().GetAwaiter().GetResult(), "{run}", "Runs that wait.");
    }

    /// <summary>A step was taken.</summary>
    public void Stepped()
    {
        _steps.Add(1);
        Interlocked.Increment(ref _count);
    }

    /// <summary>A run ended.</summary>
    public void Ended(RunState state, double seconds) =>
        _seconds.Record(seconds, new KeyValuePair<string, object?>("state", state.ToString().ToLowerInvariant()));

    public void Dispose() => _meter.Dispose();

    private double Rate()
    {
        long count = Interlocked.Read(ref _count), now = _clock.GetTimestamp();
        double rate = (count - _seen) / Math.Max(1e-3, _clock.GetElapsedTime(_since, now).TotalSeconds);
        (_seen, _since) = (count, now);
        return rate;
    }
}
