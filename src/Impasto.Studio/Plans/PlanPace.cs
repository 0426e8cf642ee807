using Impasto.Studio.Runs;
using Impasto.Studio.Storage;

namespace Impasto.Studio.Plans;

/// <summary>How quick runs have been: what is expected of the next one.</summary>
internal sealed class PlanPace(Database database)
{
    /// <summary>What the expectation of a time is based on.</summary>
    public const string OfRuns = "runs", Measured = "measured", Unknown = "";

    private const int Latest = 20;

    // The median of a few: a run beside another program may be slow.
    private const int Nearest = 5;

    /// <summary>Multiplications and seconds of the latest whole runs.</summary>
    public Task<List<(double Work, double Seconds)>> LatestAsync() => database.QueryAsync(
        $"""
        SELECT work, work_seconds FROM runs WHERE state = @done AND work > 0 AND work_seconds > 0
        ORDER BY place DESC LIMIT {Latest}
        """,
        row => (row.GetDouble(0), row.GetDouble(1)),
        ("done", RunWords.Of(RunStatus.Done)));

    /// <summary>
    /// Seconds of a run, by those earlier ones that are most like it: a small run takes longer for its work than a
    /// large one.
    /// </summary>
    /// <param name="work">Its multiplications.</param>
    /// <param name="runs">Earlier runs, at least one.</param>
    public static double Seconds(double work, IReadOnlyList<(double Work, double Seconds)> runs)
    {
        double[] paces = [.. runs
            .OrderBy(run => Math.Abs(Math.Log(run.Work / work)))
            .Take(Nearest)
            .Select(run => run.Seconds / run.Work)
            .Order()];
        int middle = paces.Length / 2;
        double pace = paces.Length % 2 == 1 ? paces[middle] : (paces[middle - 1] + paces[middle]) / 2;
        return work * pace;
    }
}
