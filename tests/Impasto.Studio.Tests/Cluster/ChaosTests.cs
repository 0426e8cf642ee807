using System.Diagnostics;
using System.Globalization;
using System.Text;
using Impasto.Studio.Events;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests.Cluster;

/// <summary>
/// Many tiny runs while workers are killed, stopped and cut from the database at random: every run ends once, none is
/// lost, and none begins again without need.
/// </summary>
/// <remarks>
/// The long form takes its size, its seed and a file for its report from the environment:
/// IMPASTO_CHAOS_RUNS=1000 IMPASTO_CHAOS_SEED=1 IMPASTO_CHAOS_TIMES=20 IMPASTO_CHAOS_LOG=chaos.md
/// dotnet test --project tests/Impasto.Studio.Tests --filter-namespace 'Impasto.Studio.Tests.Cluster' --parallel none
/// </remarks>
public sealed class ChaosTests
{
    private const int UsualRuns = 20;
    private const int UsualSeed = 1;

    [Fact]
    public async Task Disturb_workers_at_random_every_run_ends_once_and_none_is_lost()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent by /bin/kill.");
        int count = Number("RUNS", UsualRuns), seed = Number("SEED", UsualSeed);
        var steps = new Random(seed);
        await using PostgresDatabase database = await PostgresDatabase.CreateAsync();
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Store = database.Connection,
            Limits = new StudioLimits { RunsAtOnce = 0, MaxQueued = int.MaxValue },
            Heartbeat = TimeSpan.FromSeconds(1),
        });
        long start = Stopwatch.GetTimestamp();
        await using var crew = new ChaosCrew(database.Connection, studio.Settings.DataFolder, seed);
        Task trouble = crew.DisturbAsync(Studio.Cancellation);
        List<Guid> ids = [];
        for (int i = 0; i < count; i++)
            ids.Add((await studio.CreateAsync(("steps", $"{steps.Next(1, 4)}"), ("size", "32"))).Id);
        // On a busy machine the workers may hardly get to work between two disturbances: those end at some time.
        await UntilAllAreOverAsync(studio, TimeSpan.FromSeconds(30 + count));
        await crew.EndAsync();
        await trouble;
        crew.StartMissing();
        int left = await UntilAllAreOverAsync(studio, TimeSpan.FromSeconds(180));
        Assert.True(left == 0, $"{left} runs are not over.\n{crew.Log}");

        List<RunDetails> runs = [];
        foreach (Guid id in ids)
            runs.Add(await studio.GetAsync(id));
        string report = Report(seed, runs, crew, Stopwatch.GetElapsedTime(start));
        if (Environment.GetEnvironmentVariable("IMPASTO_CHAOS_LOG") is { Length: > 0 } file)
            await File.AppendAllTextAsync(file, report, Studio.Cancellation);
        Assert.All(runs, run => Assert.Equal(("done", ""), (run.Run.State, run.Run.Error)));
        Assert.All(runs, run => Assert.Single(run.History, entry => entry.What == "done"));
        Assert.All(runs, run => Assert.Equal(run.Run.Attempt, run.History.Count(entry => entry.What == "started")));
        Assert.Empty(runs.SelectMany(run => NeedlessAgain(run, crew)));
    }

    // Returns how many are not over once the patience is.
    private static async Task<int> UntilAllAreOverAsync(Studio studio, TimeSpan patience)
    {
        long start = Stopwatch.GetTimestamp();
        while ((await studio.Service<RunFeed>().LookAsync()).Runs.Count is > 0 and int left)
        {
            if (Stopwatch.GetElapsedTime(start) > patience)
                return left;
            await Task.Delay(200, Studio.Cancellation);
        }

        return 0;
    }

    // An attempt may end without a result only if its worker was disturbed.
    private static IEnumerable<string> NeedlessAgain(RunDetails run, ChaosCrew crew) => run.History
        .Where(entry => entry.What is "lost" or "queued" && entry.Worker.Length > 0)
        .Where(entry => !crew.WasDisturbed(entry.Worker, entry.At.ToUnixTimeMilliseconds()))
        .Select(entry => $"{run.Run.Id}: {entry.What} by {entry.Worker} at {entry.At}");

    private static string Report(int seed, List<RunDetails> runs, ChaosCrew crew, TimeSpan took)
    {
        HistoryEntry[] events = [.. runs.SelectMany(run => run.History)];
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"| seed | {seed} |");
        text.AppendLine("|---|---|");
        Line("runs, done", $"{runs.Count}, {runs.Count(run => run.Run.State == "done")}");
        Line("ends in the histories", $"{events.Count(entry => entry.What == "done")}");
        Line("attempts", $"{events.Count(entry => entry.What == "started")}");
        Line("attempts ended since their worker gave no sign of life", $"{events.Count(Lost)}");
        Line("attempts given back by their worker", $"{events.Count(GivenBack)}");
        Line("of both, without a disturbance of that worker", $"{runs.Sum(run => NeedlessAgain(run, crew).Count())}");
        Line("most attempts of one run", $"{runs.Max(run => run.Run.Attempt)}");
        foreach ((string kind, int count) in crew.Counts)
            Line(kind, $"{count}");
        Line("seconds", $"{took.TotalSeconds:0}");
        return text.ToString();

        void Line(string name, string value) => text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {value} |");
        bool Lost(HistoryEntry entry) => entry.What == "lost";
        bool GivenBack(HistoryEntry entry) => entry is { What: "queued", Worker.Length: > 0 };
    }

    private static int Number(string name, int usual) =>
        Environment.GetEnvironmentVariable($"IMPASTO_CHAOS_{name}") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : usual;
}
