using Impasto.Studio.Runs;
using Microsoft.Extensions.Hosting;
using Quartz;

namespace Impasto.Studio.Queue;

/// <summary>
/// Starts the queue with the program and ends it cleanly: steps are finished, checkpoints kept, runs wait again.
/// </summary>
internal sealed class QueueService(
    ISchedulerFactory schedulers,
    RunQueue queue,
    StudioStore store,
    RunExecution execution,
    StudioSettings settings) : IHostedService
{
    private IScheduler? _scheduler;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.PrepareAsync();
        await queue.PrepareAsync(isAlone: settings.Store is null);
        _scheduler = await schedulers.GetScheduler(cancellationToken);
        if (settings.Limits.RunsAtOnce > 0)
            await _scheduler.Start(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // A host may be stopped twice: when it is asked to, and when it is disposed of.
        if (Interlocked.Exchange(ref _scheduler, null) is not { } scheduler)
            return;
        try
        {
            if (settings.Limits.RunsAtOnce > 0)
                await scheduler.Standby(CancellationToken.None);
            // A scheduler that is shut down takes no triggers: runs must be back in the queue before.
            await execution.EndAsync();
        }
        finally
        {
            await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
        }
    }
}
