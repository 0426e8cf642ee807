using Quartz;

namespace Impasto.Studio.Queue;

/// <summary>What Quartz calls when a run's turn has come.</summary>
internal sealed class StylizeRunJob(RunExecution execution) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        string id = (string)context.MergedJobDataMap[RunQueue.RunField]!;
        bool takesOver = context.Recovering || context.MergedJobDataMap.GetValueOrDefault(RunQueue.TakesOverField) is "yes";
        await execution.ExecuteAsync(Guid.Parse(id), takesOver);
    }
}
