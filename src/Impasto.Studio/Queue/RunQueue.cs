using Impasto.Studio.Runs;
using Quartz;

namespace Impasto.Studio.Queue;

/// <summary>Runs that wait, in Quartz's persistent store; any free worker takes the oldest.</summary>
/// <remarks>
/// A trigger only says that a run may have to be done. Whether it has is decided when a worker claims it in the store
/// of runs, so an extra trigger does no harm and none is ever withdrawn.
/// </remarks>
internal sealed class RunQueue(ISchedulerFactory schedulers, RunStore runs, TimeProvider clock)
{
    /// <summary>The only job; its triggers carry the runs.</summary>
    public static readonly JobKey Job = new("stylize", "impasto");

    /// <summary>Field of a trigger's data: the run's number.</summary>
    public const string RunField = "run";

    /// <summary>Field of a trigger's data: yes if the worker that had the run is dead.</summary>
    public const string TakesOverField = "takesOver";

    private const string Group = "runs";
    private const string RecoveryGroup = SchedulerConstants.DefaultRecoveryGroup;

    /// <summary>Creates the job, and triggers for runs that lost theirs in a crash.</summary>
    /// <param name="isAlone">
    /// True if nobody else works on this store, so that no worker has the runs marked as running.
    /// </param>
    public async Task PrepareAsync(bool isAlone)
    {
        IScheduler scheduler = await schedulers.GetScheduler();
        IJobDetail job = JobBuilder.Create<StylizeRunJob>().WithIdentity(Job).StoreDurably().RequestRecovery().Build();
        await scheduler.AddJob(job, AddJobOptions.Replacing);
        foreach (Guid id in isAlone ? await runs.InStatusAsync(RunStatus.Running) : [])
            await runs.MoveAsync(id, RunStatus.Queued, RunStatus.Running);
        await RepairAsync();
    }

    /// <summary>Gives a trigger to every waiting run that has none.</summary>
    public async Task RepairAsync()
    {
        List<Guid> queued = await runs.InStatusAsync(RunStatus.Queued);
        if (queued.Count == 0)
            return;
        IScheduler scheduler = await schedulers.GetScheduler();
        PagedResult<TriggerHeader> triggers = await scheduler.QueryTriggers(new TriggerQuery());
        HashSet<string> known =
        [
            .. triggers.Items
                .Where(trigger => trigger.Key.Group == Group)
                .Select(trigger => trigger.Key.Name.Split('.')[0]),
        ];
        foreach (Guid id in queued.Where(id => !known.Contains(id.ToString("N"))))
            await AddAsync(id);
    }

    /// <summary>Gives runs of dead workers the place that they had; Quartz lets them wait behind all others.</summary>
    public async Task HurryAsync()
    {
        IScheduler scheduler = await schedulers.GetScheduler();
        PagedResult<TriggerHeader> triggers = await scheduler.QueryTriggers(new TriggerQuery());
        foreach (TriggerHeader header in triggers.Items.Where(trigger => trigger.Key.Group == RecoveryGroup))
        {
            if (await RunOfAsync(scheduler, header.Key) is not { } run)
                continue;
            var place = DateTimeOffset.FromUnixTimeMilliseconds(run.Created);
            await scheduler.RescheduleJob(header.Key, Trigger(run.Id, place, takesOver: true));
        }
    }

    /// <summary>Lets a run wait for a worker.</summary>
    public async Task AddAsync(Guid id)
    {
        IScheduler scheduler = await schedulers.GetScheduler();
        await scheduler.ScheduleTrigger(Trigger(id, clock.GetUtcNow(), takesOver: false), TriggerConflict.Replace);
    }

    private async Task<StudioRun?> RunOfAsync(IScheduler scheduler, TriggerKey key) =>
        await scheduler.GetTrigger(key) is { } trigger
        && trigger.JobDataMap.TryGetValue(RunField, out object? text)
        && Guid.TryParse(text as string, out Guid id)
            ? await runs.FindAsync(id)
            : null;

    private ITrigger Trigger(Guid id, DateTimeOffset place, bool takesOver) =>
        TriggerBuilder.Create(clock)
            .WithIdentity($"{id:N}.{Guid.NewGuid():N}", Group)
            .ForJob(Job)
            .UsingJobData(RunField, id.ToString("N"))
            .UsingJobData(TakesOverField, takesOver ? "yes" : "no")
            .StartAt(place)
            // However long a run waits, it keeps its place.
            .WithSchedule(SimpleScheduleBuilder.Create()
                .WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires))
            .Build();
}
