using System.Globalization;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests.Cluster;

/// <summary>A worker dies or sleeps, and three others look after its run.</summary>
public sealed class TakeOverTests
{
    private static readonly (string Name, string Value)[] Recipe = [("steps", "120"), ("size", "48")];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_of_a_worker_that_is_gone_is_taken_over_once(bool isKilled)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent by /bin/kill.");
        await using PostgresDatabase database = await PostgresDatabase.CreateAsync();
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Store = database.Connection,
            Limits = new StudioLimits { RunsAtOnce = 0 },
            Heartbeat = TimeSpan.FromSeconds(1),
        });
        int started = 0;
        List<WorkerProcess> workers = [Start(), Start(), Start()];
        try
        {
            string what = isKilled
                ? "workers killed in a run"
                : "workers stopped in a run, continued during its next attempt";
            await ChaosTimes.RepeatAsync(what, async () =>
            {
                Guid id = (await studio.CreateAsync(Recipe)).Id;
                RunView first = await UntilBusyAsync(studio, id, attempt: 1);
                WorkerProcess gone = workers.Single(worker => IsOf(first, worker));
                if (isKilled)
                    gone.Kill();
                else
                    gone.Stop();
                RunView second = await UntilBusyAsync(studio, id, attempt: 2);
                if (isKilled)
                    workers[workers.IndexOf(gone)] = Start();
                else
                    gone.Continue();

                RunDetails run = await studio.GetAsync((await studio.UntilAsync(id, "done")).Id);
                Assert.NotEqual(first.Worker, second.Worker);
                Assert.Equal(
                    [("queued", ""), ("started", first.Worker), ("lost", first.Worker), ("started", second.Worker),
                        ("done", second.Worker)],
                    run.History.Where(entry => entry.What != "returned").Select(entry => (entry.What, entry.Worker)));
                Assert.Equal(120, run.Run.Progress!.Step);
                return "taken over once, ended once";
            });
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }

        WorkerProcess Start()
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"worker{started++}");
            return WorkerProcess.Start(database.Connection, Path.Combine(studio.Settings.DataFolder, name));
        }
    }

    private static bool IsOf(RunView run, WorkerProcess worker) =>
        run.Worker.EndsWith($":{worker.Id}", StringComparison.Ordinal);

    private static async Task<RunView> UntilBusyAsync(Studio studio, Guid id, int attempt)
    {
        RunView run;
        do
        {
            await Task.Delay(20, Studio.Cancellation);
            run = (await studio.GetAsync(id)).Run;
            Assert.NotEqual("done", run.State);
        }
        while (run.Attempt < attempt || run.State != "running" || run.Progress is not { Step: > 0 });

        return run;
    }
}
