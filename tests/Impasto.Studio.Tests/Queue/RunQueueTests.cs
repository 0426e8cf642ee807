using Impasto.Studio.Queue;
using Impasto.Studio.Runs;
using Quartz;

namespace Impasto.Studio.Tests.Queue;

/// <summary>Triggers of waiting runs.</summary>
public sealed class RunQueueTests
{
    [Fact]
    public async Task Add_run_gives_it_a_trigger_with_its_number()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        var id = Guid.NewGuid();

        await studio.Service<RunQueue>().AddAsync(id);

        ITrigger trigger = Assert.Single(await TriggersAsync(studio));
        Assert.Equal(id, Guid.Parse((string)trigger.JobDataMap[RunQueue.RunField]!));
        Assert.Equal("no", trigger.JobDataMap[RunQueue.TakesOverField]);
    }

    [Fact]
    public async Task Repair_waiting_run_without_a_trigger_gets_one_and_only_one()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        StudioRun lost = TestRuns.Queued();
        await studio.Service<RunStore>().AddAsync(lost);
        RunQueue queue = studio.Service<RunQueue>();

        await queue.RepairAsync();
        await queue.RepairAsync();

        ITrigger trigger = Assert.Single(await TriggersAsync(studio));
        Assert.Equal(lost.Id, Guid.Parse((string)trigger.JobDataMap[RunQueue.RunField]!));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Prepare_running_run_waits_again_only_if_the_studio_is_alone(bool isAlone)
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunStore runs = studio.Service<RunStore>();
        StudioRun run = TestRuns.Queued();
        await runs.AddAsync(run);
        await runs.ClaimAsync(run.Id, "a worker", recovering: false);

        await studio.Service<RunQueue>().PrepareAsync(isAlone);

        RunStatus expected = isAlone ? RunStatus.Queued : RunStatus.Running;
        Assert.Equal(expected, (await runs.FindAsync(run.Id))!.Status);
        Assert.Equal(isAlone ? 1 : 0, (await TriggersAsync(studio)).Count);
    }

    [Fact]
    public async Task Hurry_run_of_a_dead_worker_gets_its_old_place_and_is_taken_over()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        StudioRun run = TestRuns.Queued() with { Created = 1_000_000 };
        await studio.Service<RunStore>().AddAsync(run);
        await RecoverAsync(studio, run.Id);

        await studio.Service<RunQueue>().HurryAsync();

        ITrigger trigger = Assert.Single(await TriggersAsync(studio));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(run.Created), trigger.StartTimeUtc);
        Assert.Equal("yes", trigger.JobDataMap[RunQueue.TakesOverField]);
        Assert.NotEqual(SchedulerConstants.DefaultRecoveryGroup, trigger.Key.Group);
    }

    // Quartz does this when it finds that a worker is dead.
    private static async Task RecoverAsync(Studio studio, Guid id)
    {
        IScheduler scheduler = await studio.Service<ISchedulerFactory>().GetScheduler(Studio.Cancellation);
        await scheduler.ScheduleTrigger(
            TriggerBuilder.Create()
                .WithIdentity("recover", SchedulerConstants.DefaultRecoveryGroup)
                .ForJob(RunQueue.Job)
                .UsingJobData(RunQueue.RunField, id.ToString("N"))
                .StartAt(TimeProvider.System.GetUtcNow())
                .Build(),
            TriggerConflict.Replace);
    }

    private static async Task<List<ITrigger>> TriggersAsync(Studio studio)
    {
        IScheduler scheduler = await studio.Service<ISchedulerFactory>().GetScheduler(Studio.Cancellation);
        List<ITrigger> triggers = [];
        foreach (TriggerHeader header in (await scheduler.QueryTriggers(new TriggerQuery())).Items)
            triggers.Add((await scheduler.GetTrigger(header.Key))!);
        return triggers;
    }
}
