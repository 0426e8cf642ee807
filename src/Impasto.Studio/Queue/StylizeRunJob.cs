using Quartz;

namespace Impasto.Studio.Queue;

/// <summary>The job that Quartz starts when a run's turn has come.</summary>
internal sealed class StylizeRunJob(RunExecution execution) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var data = context.MergedJobDataMap;
        string id = (string)data[RunQueue.RunField]!;
        bool takesOver = context.Recovering || data.GetValueOrDefault(RunQueue.TakesOverField) is "yes";
        await execution.ExecuteAsync(Guid.Parse(id), takesOver);
    }
}
