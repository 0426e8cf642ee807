using System.Data.Common;
using Impasto.Studio.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Impasto.Studio.Queue;

/// <summary>
/// Looks after the queue while the program runs: measures it, repairs it, and puts runs of dead workers first.
/// </summary>
internal sealed partial class QueueCare(
    RunQueue queue,
    RunStore runs,
    StudioMetrics metrics,
    StudioSettings settings,
    ILogger<QueueCare> logger) : BackgroundService
{
    private static readonly TimeSpan RepairEvery = TimeSpan.FromMinutes(1);

    private bool TakesRuns => settings.Limits.RunsAtOnce > 0;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.Heartbeat, settings.Clock);
        long repaired = settings.Clock.GetTimestamp();
        do
        {
            try
            {
                metrics.Queued(await runs.QueuedAsync());
                if (settings.Store is not null && TakesRuns)
                    await queue.HurryAsync();
                if (settings.Clock.GetElapsedTime(repaired) < RepairEvery)
                    continue;
                repaired = settings.Clock.GetTimestamp();
                await queue.RepairAsync();
            }
            catch (Exception failure) when (failure is DbException or SchedulerException)
            {
                LogTrouble(logger, failure.Message);
            }
        }
        while (await TickAsync(timer, stoppingToken));
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

    [LoggerMessage(LogLevel.Warning, "The queue could not be checked: {Reason}")]
    private static partial void LogTrouble(ILogger logger, string reason);
}
