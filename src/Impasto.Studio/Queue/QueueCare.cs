using Impasto.Studio.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Impasto.Studio.Queue;

/// <summary>
/// Once a heartbeat: shows that the runs of this process live, and lets runs that nobody works on wait again.
/// </summary>
internal sealed partial class QueueCare(
    RunExecution execution,
    RunQueue queue,
    QueueOrder order,
    WorkerPresence presence,
    StudioStore store,
    StudioMetrics metrics,
    StudioSettings settings,
    ILogger<QueueCare> logger) : BackgroundService
{
    private readonly SignsOfLife _signs = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.Heartbeat, settings.Clock);
        do
        {
            try
            {
                await execution.BeatAsync();
                await LookAsync();
                store.Reserve?.Restore();
                await presence.BeatAsync();
                await MeasureAsync();
            }
            catch (Exception failure)
            {
                // Whatever it was, the program must go on looking.
                _signs.Forget();
                LogTrouble(logger, failure.Message);
            }
        }
        while (await TickAsync(timer, stoppingToken));
    }

    private async Task LookAsync()
    {
        foreach (RunClaim dead in _signs.Look(await store.Claims.AllAsync()))
        {
            if (await store.Claims.EndAsync(dead) is not { } status)
                continue;
            string next = status == RunStatus.Queued ? "waits again" : "is paused";
            LogLost(logger, dead.Run, dead.Attempt, dead.Worker, next);
            queue.Wake();
        }
    }

    private async Task MeasureAsync()
    {
        metrics.Queued(
            await store.Runs.QueuedAsync(),
            await order.CountRunningAsync(),
            (await store.Workers.ListAsync()).Count(worker => worker.IsAlive));
        metrics.Stored(await store.Runs.BytesAsync(), settings.Limits.MaxDiskBytes, store.Blobs.FreeBytes());
    }

    private static async Task<bool> TickAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(
        LogLevel.Warning, "Run {Run}: {Worker} gives no sign of life; attempt {Attempt} ends, and the run {Next}")]
    private static partial void LogLost(ILogger logger, Guid run, int attempt, string worker, string next);

    [LoggerMessage(LogLevel.Warning, "The queue could not be checked: {Reason}")]
    private static partial void LogTrouble(ILogger logger, string reason);
}
