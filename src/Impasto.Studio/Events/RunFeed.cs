using Impasto.Studio.Runs;
using Impasto.Studio.Storage;

namespace Impasto.Studio.Events;

/// <summary>What happens to runs, whoever does it: nothing that lasts is missed, however late one looks.</summary>
/// <remarks>
/// Runs that are not over are found by their state. The end of a run, changes after it and its removal have a number,
/// by which they are found also if all of the run happened between two looks.
/// </remarks>
internal sealed class RunFeed(Database database)
{
    /// <summary>Instead of the revision of a run that was deleted.</summary>
    public const long Gone = -1;

    private static readonly string Active =
        RunTables.In(Enum.GetValues<RunStatus>().Where(status => !StudioRun.Ends(status)));

    private static readonly string Over = RunTables.In(Enum.GetValues<RunStatus>().Where(StudioRun.Ends));

    /// <summary>Looks at all runs that are not over, with nothing of the past.</summary>
    public Task<RunLook> LookAsync() => LookAsync(long.MaxValue);

    /// <summary>Looks at all runs that are not over, and at those that ended or were deleted since a place.</summary>
    /// <param name="from">The <see cref="RunLook.Next"/> of an earlier look.</param>
    public async Task<RunLook> LookAsync(long from)
    {
        List<(string Id, long Number, bool IsActive)> rows = await database.QueryAsync(
            $"""
            SELECT id, revision, 1 FROM runs WHERE {Active}
            UNION ALL SELECT id, revision, 0 FROM runs WHERE changed >= @from AND {Over}
            UNION ALL SELECT run, {Gone}, 0 FROM run_gone WHERE changed >= @from
            UNION ALL SELECT '', {RunTables.Settled(database)}, 0
            """,
            row => (row.GetString(0), row.GetInt64(1), row.GetInt32(2) == 1),
            ("from", from));
        Dictionary<Guid, long> runs = [];
        HashSet<Guid> active = [];
        long next = 0;
        foreach ((string id, long number, bool isActive) in rows)
        {
            if (id.Length == 0)
            {
                next = number;
                continue;
            }

            var run = Guid.Parse(id);
            runs[run] = number;
            if (isActive)
                active.Add(run);
        }

        return new RunLook(runs, active, next);
    }
}
