using System.Diagnostics;
using System.Globalization;
using System.Text;
using Impasto.Studio.Lists;
using Impasto.Studio.Runs;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests.Cluster;

/// <summary>Three workers, thirty runs, and two of the workers killed in the middle.</summary>
public sealed class KillTests
{
    private const int Runs = 30;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly (string Name, string Value)[] Recipe = [("steps", "25"), ("size", "32")];

    [Fact]
    public async Task Kill_two_of_three_workers_all_runs_end_once_and_none_is_lost()
    {
        await using PostgresDatabase database = await PostgresDatabase.CreateAsync();
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Store = database.Connection,
            Limits = new StudioLimits { RunsAtOnce = 0 },
            Heartbeat = TimeSpan.FromSeconds(1),
        });
        List<WorkerProcess> workers = [.. new[] { "worker0", "worker1", "worker2" }
            .Select(name => WorkerProcess.Start(database.Connection, Path.Combine(studio.Settings.DataFolder, name)))];
        try
        {
            for (int i = 0; i < Runs; i++)
                await studio.CreateAsync([.. Recipe, ("seed", i.ToString(CultureInfo.InvariantCulture))]);
            List<RunView> running = await UntilAsync(studio, workers, runs =>
                runs.Count(run => run.State == "done") >= 5
                && workers.Take(2).All(worker => runs.Any(run => IsBusy(run, worker))));
            Guid[] victims = [.. workers.Take(2).Select(worker => running.First(run => IsBusy(run, worker)).Id)];
            foreach (WorkerProcess worker in workers.Take(2))
                worker.Kill();

            List<RunView> runs = await UntilAsync(
                studio, workers, runs => runs.All(run => run.State is "done" or "failed"));

            Assert.Equal(Runs, runs.Count);
            Assert.All(runs, run => Assert.Equal(("done", ""), (run.State, run.Error)));
            var histories = new Dictionary<Guid, IReadOnlyList<HistoryEntry>>();
            foreach (RunView run in runs)
                histories[run.Id] = (await studio.GetAsync(run.Id)).History;
            Assert.All(histories.Values, history => Assert.Single(history, entry => entry.What == "done"));
            Assert.Contains(victims, victim => histories[victim].Any(entry => entry.What == "lost"));
            Tell(runs, histories, workers);
            await SamePictureAsync(studio, [.. runs.Select(run => run.Id)]);
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }
    }

    // The runs differ only in a seed that nothing uses: interrupted or not, they give one picture.
    private static async Task SamePictureAsync(Studio studio, Guid[] runs)
    {
        byte[] first = await studio.Http.GetByteArrayAsync($"/api/runs/{runs[0]}/frame", Studio.Cancellation);
        Assert.NotEmpty(first);
        List<float[]> pictures = [];
        foreach (Guid run in runs)
        {
            byte[] bytes = await studio.Http.GetByteArrayAsync($"/api/runs/{run}/result.tif", Studio.Cancellation);
            pictures.Add(new Imaging.PictureReader().Decode(bytes, "result").Pixels);
        }

        Assert.All(pictures, picture => Assert.Equal(pictures[0], picture));
    }

    private static bool IsBusy(RunView run, WorkerProcess worker) =>
        run.State == "running" && run.Progress is { Step: > 3 }
        && run.Worker.EndsWith($":{worker.Id}", StringComparison.Ordinal);

    private static async Task<List<RunView>> UntilAsync(
        Studio studio, List<WorkerProcess> workers, Func<List<RunView>, bool> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            List<StudioRun> runs = await studio.Service<RunLists>().PageAsync(new RunFilter(), null, 200);
            List<RunView> views = [.. runs.Select(RunView.Of)];
            if (condition(views))
                return views;
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                string states = string.Join(", ", views.CountBy(run => run.State));
                string logs = string.Join("\n---\n", workers.Select(worker => worker.Log));
                Assert.Fail($"{states}\n{logs}");
            }

            await Task.Delay(50, Studio.Cancellation);
        }
    }

    // Writes the log of the test if IMPASTO_KILL_LOG names a file.
    private static void Tell(
        List<RunView> runs, Dictionary<Guid, IReadOnlyList<HistoryEntry>> histories, List<WorkerProcess> workers)
    {
        var text = new StringBuilder();
        string[] names = [.. workers.Select(worker => $":{worker.Id}")];
        int ends = histories.Values.Sum(history => history.Count(entry => entry.What == "done"));
        text.AppendLine(CultureInfo.InvariantCulture, $"{runs.Count} runs, {ends} ends; workers 1 and 2 killed.");
        DateTimeOffset start = runs.Min(run => run.Created);
        foreach (RunView run in runs.OrderBy(run => run.Created))
        {
            string history = string.Join(", ", histories[run.Id].Select(Line));
            text.AppendLine(CultureInfo.InvariantCulture, $"{run.Id:N} {history}");
        }

        foreach ((WorkerProcess worker, int number) in workers.Select((worker, i) => (worker, i + 1)))
            text.AppendLine(CultureInfo.InvariantCulture, $"\nWorker {number}:\n{worker.Log}");
        if (Environment.GetEnvironmentVariable("IMPASTO_KILL_LOG") is { Length: > 0 } file)
            File.WriteAllText(file, text.ToString());

        string Line(HistoryEntry entry)
        {
            int worker = 1 + Array.FindIndex(names, name => entry.Worker.EndsWith(name, StringComparison.Ordinal));
            string by = entry.Worker.Length > 0 ? $" by {worker}" : "";
            double seconds = (entry.At - start).TotalSeconds;
            return string.Create(CultureInfo.InvariantCulture, $"{entry.What}{by} at {seconds:0.0} s");
        }
    }
}
