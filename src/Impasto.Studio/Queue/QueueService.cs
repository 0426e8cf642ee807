using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Queue;

/// <summary>Starts the queue with the program and ends it cleanly: steps are finished, what was done is kept, runs wait again.</summary>
internal sealed partial class QueueService(
    ISchedulerFactory schedulers, RunQueue queue, StudioStore store, RunExecution execution, StudioSettings settings, ILogger<QueueService> logger)
    : BackgroundService
{
    private static readonly TimeSpan RepairEvery = TimeSpan.FromMinutes(1);

    private IScheduler? _scheduler;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.PrepareAsync();
        await queue.PrepareAsync(isAlone: settings.Store is null);
        _scheduler = await schedulers.GetScheduler(cancellationToken);
        if (settings.Limits.RunsAtOnce > 0)
            await _scheduler.Start(cancellationToken);

        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // A host may be stopped twice: when it is asked to, and when it is disposed of.
        if (Interlocked.Exchange(ref _scheduler, null) is not { } scheduler)
            return;
        if (settings.Limits.RunsAtOnce > 0)
            await scheduler.Standby(CancellationToken.None);
        // A scheduler that is shut down takes no triggers: runs have to be back in the queue before.
        await execution.EndAsync();
        await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.Heartbeat, settings.Clock);
        long repaired = settings.Clock.GetTimestamp();
        while (await Tick(timer, stoppingToken))
        {
            try
            {
                if (settings.Store is not null && settings.Limits.RunsAtOnce > 0)
                    await queue.HurryAsync();
                if (settings.Clock.GetElapsedTime(repaired) < RepairEvery)
                    continue;
                repaired = settings.Clock.GetTimestamp();
                await queue.RepairAsync();
            }
            catch (Exception failure) when (failure is System.Data.Common.DbException or SchedulerException)
            {
                LogRepair(logger, failure.Message);
            }
        }
    }

    private static async Task<bool> Tick(PeriodicTimer timer, CancellationToken stopping)
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

    [LoggerMessage(LogLevel.Warning, "The queue could not be looked over: {Reason}")]
    private static partial void LogRepair(ILogger logger, string reason);
}
