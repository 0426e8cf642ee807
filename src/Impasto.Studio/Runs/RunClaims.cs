using Impasto.Studio.Storage;

namespace Impasto.Studio.Runs;

/// <summary>The statements of workers: they claim runs, show that they live, and store how far runs are.</summary>
/// <remarks>
/// Every claim of a run has a number, its attempt. The statements of a worker carry it: once the run was taken from the
/// worker, they change nothing.
/// </remarks>
internal sealed class RunClaims(Database database, TimeProvider clock)
{
    /// <summary>A run during whose attempts this many workers died is not given to another one.</summary>
    public const int MostDeaths = 3;

    private const string Mine = "id = @id AND attempt = @attempt AND state = 'running'";

    private const string Lost = "lost", Returned = "returned";

    private static readonly string GivenUp =
        $"{MostDeaths} workers died while they worked on this run, so it is not tried again by itself. Continue it to "
        + "try once more, perhaps at a smaller size.";

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Claims the next run: the one that has waited longest, unless the order was changed.</summary>
    /// <param name="worker">The worker.</param>
    /// <returns>The run with its new attempt; null if none waits.</returns>
    public async Task<StudioRun?> ClaimAsync(string worker)
    {
        StudioRun? run = null;
        await database.TransactAsync(async session =>
        {
            run = (await session.QueryAsync(
                $"""
                UPDATE runs SET state = 'running', attempt = attempt + 1, beat = 0, worker = @worker, error = '',
                    revision = revision + 1, started = CASE WHEN started = 0 THEN @now ELSE started END
                WHERE state = 'queued' AND id = (
                    SELECT id FROM runs WHERE state = 'queued' ORDER BY turn, place LIMIT 1 {database.SkipLocked})
                RETURNING {RunTables.Columns}
                """,
                RunTables.Read, ("worker", worker), ("now", Now))).FirstOrDefault();
            if (run is not null)
                await RunTables.NoteAsync(session, run.Id, Now, worker, "started");
            return run is not null;
        });
        return run;
    }

    /// <summary>Shows that the worker of a run lives.</summary>
    /// <returns>True if the run is still this worker's.</returns>
    public async Task<bool> BeatAsync(StudioRun run) => await database.ExecuteAsync(
        $"UPDATE runs SET beat = beat + 1 WHERE {Mine}", RunTables.Id(run.Id), ("attempt", run.Attempt)) == 1;

    /// <summary>All claims of all workers.</summary>
    public Task<List<RunClaim>> AllAsync() => database.QueryAsync(
        "SELECT id, attempt, worker, beat FROM runs WHERE state = 'running'",
        row => new RunClaim(Guid.Parse(row.GetString(0)), row.GetInt32(1), row.GetString(2), row.GetInt64(3)));

    /// <summary>
    /// Lets the run of a dead worker wait again, at its old place; pauses it if it was the last of too many workers.
    /// </summary>
    /// <param name="claim">The claim that ends; any sign of life since then keeps it.</param>
    /// <returns>The run's new status; null if the claim did not end.</returns>
    public async Task<RunStatus?> EndAsync(RunClaim claim)
    {
        RunStatus status = RunStatus.Queued;
        bool isEnded = await database.TransactAsync(async session =>
        {
            status = await DeathsAsync(session, claim.Run) + 1 < MostDeaths ? RunStatus.Queued : RunStatus.Paused;
            int changed = await session.ExecuteAsync(
                $"""
                UPDATE runs SET state = @what, error = @error, wish = 'none', revision = revision + 1
                WHERE {Mine} AND beat = @beat
                """,
                RunTables.Id(claim.Run), ("attempt", claim.Attempt), ("beat", claim.Beat),
                ("what", RunWords.Of(status)), ("error", status == RunStatus.Queued ? "" : GivenUp));
            if (changed != 1)
                return false;
            await RunTables.NoteAsync(session, claim.Run, Now, claim.Worker, Lost);
            if (status == RunStatus.Paused)
                await RunTables.NoteAsync(session, claim.Run, Now, "", RunWords.Of(status));
            return true;
        });
        return isEnded ? status : null;
    }

    /// <summary>
    /// Notes that the worker of an ended attempt lives after all: it was stopped, or cut from the store.
    /// </summary>
    /// <param name="run">The run as that worker claimed it.</param>
    public Task ReturnAsync(StudioRun run) => database.ExecuteAsync(
        $"""
        INSERT INTO run_history (run, at, attempt, worker, what, revision)
        SELECT run, @at, attempt, worker, '{Returned}', revision FROM run_history lost
        WHERE run = @id AND attempt = @attempt AND worker = @worker AND what = '{Lost}' AND NOT EXISTS (
            SELECT 1 FROM run_history known
            WHERE known.run = lost.run AND known.attempt = lost.attempt AND known.what = '{Returned}')
        """,
        RunTables.Id(run.Id), ("attempt", run.Attempt), ("worker", run.Worker), ("at", Now));

    // Attempts since the run was last paused whose workers never came back.
    private static async Task<long> DeathsAsync(DatabaseSession session, Guid id) => (await session.QueryAsync(
        $"""
        SELECT COUNT(*) FROM run_history lost
        WHERE run = @id AND what = '{Lost}'
            AND revision > (SELECT COALESCE(MAX(revision), 0) FROM run_history WHERE run = @id AND what = 'paused')
            AND NOT EXISTS (
                SELECT 1 FROM run_history known
                WHERE known.run = lost.run AND known.attempt = lost.attempt AND known.what = '{Returned}')
        """,
        row => row.GetInt64(0),
        RunTables.Id(id)))[0];

    /// <summary>Stores how far a run is.</summary>
    /// <returns>What a user wants of it; null if the run is no longer this worker's.</returns>
    public async Task<RunWish?> ReportAsync(StudioRun run, RunProgress? progress, RunCurve curve, long frame)
    {
        List<RunWish> wishes = await database.QueryAsync(
            $"""
            UPDATE runs SET progress = @progress, curve = @curve, frame = @frame, revision = revision + 1
            WHERE {Mine} RETURNING wish
            """,
            row => RunWords.ParseWish(row.GetString(0)),
            RunTables.Id(run.Id), ("attempt", run.Attempt), ("progress", progress?.ToJson() ?? ""),
            ("curve", curve.ToJson()), ("frame", frame));
        return wishes.Count == 0 ? null : wishes[0];
    }

    /// <summary>Ends a worker's attempt. May be tried again if the answer of the store was lost.</summary>
    /// <returns>True if the run was still this worker's; otherwise the outcome is not stored.</returns>
    public Task<bool> FinishAsync(StudioRun run, RunOutcome outcome) => database.TransactAsync(async session =>
    {
        bool isOver = outcome.Status is not (RunStatus.Paused or RunStatus.Queued);
        string status = RunWords.Of(outcome.Status);
        int changed = await session.ExecuteAsync(
            $"""
            UPDATE runs SET state = @what, wish = 'none', notes = @notes, engine = @engine, error = @error,
                bytes = @bytes, formats = CASE WHEN @keeps = 1 THEN formats ELSE @formats END, finished = @finished,
                work = @work, work_seconds = @seconds, revision = revision + 1,
                changed = {RunTables.Change(database)}
            WHERE {Mine}
            """,
            RunTables.Id(run.Id), ("attempt", run.Attempt), ("what", status), ("notes", outcome.Notes),
            ("engine", outcome.Engine), ("error", outcome.Error), ("bytes", outcome.Bytes),
            ("keeps", outcome.Formats is null ? 1 : 0),
            ("formats", string.Join(',', (outcome.Formats ?? []).Select(format => format.Name))),
            ("finished", isOver ? Now : 0L), ("work", outcome.Work), ("seconds", outcome.Seconds));
        if (changed == 1)
        {
            await RunTables.NoteAsync(session, run.Id, Now, run.Worker, status);
            return true;
        }

        // The first try may have got through, and only its answer was lost.
        return (await session.QueryAsync(
            "SELECT COUNT(*) FROM run_history WHERE run = @id AND attempt = @attempt AND worker = @worker "
            + "AND what = @what",
            row => row.GetInt64(0),
            RunTables.Id(run.Id), ("attempt", run.Attempt), ("worker", run.Worker), ("what", status)))[0] > 0;
    });
}
