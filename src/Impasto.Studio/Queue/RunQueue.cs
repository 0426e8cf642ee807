using Impasto.Studio.Runs;
using Quartz;

namespace Impasto.Studio.Queue;

/// <summary>Runs that wait, in Quartz's persistent store; whoever is free takes the oldest.</summary>
/// <remarks>
/// A trigger only says that a run may have to be done: whether it has is decided when a worker claims it in the store of runs.
/// So a trigger too many does no harm, and none is ever taken back.
/// </remarks>
internal sealed class RunQueue(ISchedulerFactory schedulers, RunStore runs, TimeProvider clock)
{
    /// <summary>The one job; its triggers carry the runs.</summary>
    public static readonly JobKey Job = new("stylize", "impasto");

    /// <summary>Where a trigger's data has the run's number.</summary>
    public const string RunField = "run";

    /// <summary>Where a trigger's data says whether whoever had the run is dead.</summary>
    public const string TakesOverField = "takesOver";

    private const string Group = "runs";
    private const string RecoveryGroup = SchedulerConstants.DefaultRecoveryGroup;

    /// <summary>Creates the job, and triggers for runs that lost theirs in a crash.</summary>
    /// <param name="isAlone">Whether nobody else works on this store: then nobody can be at runs that seem to be running.</param>
    public async Task PrepareAsync(bool isAlone)
    {
        IScheduler scheduler = await schedulers.GetScheduler();
        IJobDetail job = JobBuilder.Create<StylizeRunJob>().WithIdentity(Job).StoreDurably().RequestRecovery().Build();
        await scheduler.AddJob(job, AddJobOptions.Replacing);
        foreach (Guid id in isAlone ? await runs.InStateAsync(RunState.Running) : [])
            await runs.MoveAsync(id, RunState.Queued, RunState.Running);
        await RepairAsync();
    }

    /// <summary>Gives every waiting run a trigger that has none.</summary>
    public async Task RepairAsync()
    {
        List<Guid> queued = await runs.InStateAsync(RunState.Queued);
        if (queued.Count == 0)
            return;
        IScheduler scheduler = await schedulers.GetScheduler();
        PagedResult<TriggerHeader> triggers = await scheduler.QueryTriggers(new TriggerQuery());
        HashSet<string> known = [.. triggers.Items.Where(trigger => trigger.Key.Group == Group).Select(trigger => trigger.Key.Name.Split('.')[0])];
        foreach (Guid id in queued.Where(id => !known.Contains(id.ToString("N"))))
            await AddAsync(id);
    }

    /// <summary>Puts runs of dead workers at the place that they had, where Quartz lets them wait behind all others.</summary>
    public async Task HurryAsync()
    {
        IScheduler scheduler = await schedulers.GetScheduler();
        PagedResult<TriggerHeader> triggers = await scheduler.QueryTriggers(new TriggerQuery());
        foreach (TriggerHeader header in triggers.Items.Where(trigger => trigger.Key.Group == RecoveryGroup))
        {
            if (await scheduler.GetTrigger(header.Key) is { } trigger && trigger.JobDataMap.TryGetValue(RunField, out object? text)
                && Guid.TryParse(text as string, out Guid id) && await runs.FindAsync(id) is { } run)
                await scheduler.RescheduleJob(header.Key, Trigger(id, DateTimeOffset.FromUnixTimeMilliseconds(run.Created), takesOver: true));
        }
    }

    /// <summary>Lets a run wait for a worker.</summary>
    public async Task AddAsync(Guid id)
    {
        IScheduler scheduler = await schedulers.GetScheduler();
        await scheduler.ScheduleTrigger(Trigger(id, clock.GetUtcNow(), takesOver: false), TriggerConflict.Replace);
    }

    private ITrigger Trigger(Guid id, DateTimeOffset place, bool takesOver) =>
        TriggerBuilder.Create(clock)
            .WithIdentity($"{id:N}.{Guid.NewGuid():N}", Group)
            .ForJob(Job)
            .UsingJobData(RunField, id.ToString("N"))
            .UsingJobData(TakesOverField, takesOver ? "yes" : "no")
            .StartAt(place)
            // However long it waits, it keeps its place.
            .WithSchedule(SimpleScheduleBuilder.Create().WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires))
            .Build();
}
