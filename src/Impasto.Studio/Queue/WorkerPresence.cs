using System.Reflection;
using Impasto.Studio.Runs;
using Impasto.Studio.Workers;

namespace Impasto.Studio.Queue;

/// <summary>Reports this process as a worker: its version, its device, its speed.</summary>
internal sealed class WorkerPresence(StudioStore store, StudioMetrics metrics, StudioSettings settings)
{
    private readonly long _started = settings.Clock.GetUtcNow().ToUnixTimeMilliseconds();
    private readonly Lazy<string> _device = new(() => settings.Device().Name);
    private long _steps = metrics.Steps;
    private long _since = settings.Clock.GetTimestamp();

    private bool Works => settings.Limits.RunsAtOnce > 0;

    /// <summary>Forgets workers that can't be there any more; at the start.</summary>
    public Task BeginAsync() => store.Workers.ClearAsync(all: settings.Store is null);

    /// <summary>Shows that this process is there; once a heartbeat.</summary>
    public async Task BeatAsync()
    {
        if (!Works)
            return;
        long steps = metrics.Steps, now = settings.Clock.GetTimestamp();
        double seconds = settings.Clock.GetElapsedTime(_since, now).TotalSeconds;
        double rate = seconds > 0 ? (steps - _steps) / seconds : 0;
        (_steps, _since) = (steps, now);
        await store.Workers.ReportAsync(new KnownWorker(
            RunExecution.Worker,
            Version,
            _device.Value,
            settings.Limits.RunsAtOnce,
            rate,
            (long)settings.Heartbeat.TotalMilliseconds,
            _started));
    }

    /// <summary>Says that this process ends.</summary>
    public Task EndAsync() => Works ? store.Workers.RemoveAsync(RunExecution.Worker) : Task.CompletedTask;

    private static string Version { get; } = typeof(WorkerPresence).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
