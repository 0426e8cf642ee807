using Quartz;

namespace Impasto.Studio.Queue;

/// <summary>What Quartz calls when a run's turn has come.</summary>
internal sealed class StylizeRunJob(RunExecution execution) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        string id = (string)context.MergedJobDataMap[RunQueue.RunField]!;
        await execution.ExecuteAsync(Guid.Parse(id), context.Recovering);
    }
}
