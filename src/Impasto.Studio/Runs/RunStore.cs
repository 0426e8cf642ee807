using System.Data.Common;
using Impasto.Studio.Storage;

namespace Impasto.Studio.Runs;

/// <summary>All runs: the only record of them, whoever works on them and wherever.</summary>
/// <remarks>
/// The statements of a worker carry its attempt's number: once another worker has claimed the run, they change nothing.
/// </remarks>
internal sealed class RunStore(Database database, TimeProvider clock)
{
    private const string Columns =
        "id, state, recipe, created, started, finished, attempt, revision, worker, wish, progress, frame, error, "
        + "notes, engine, parent, bytes, formats";

    private const string Note =
        "INSERT INTO run_history (run, at, attempt, worker, what) VALUES (@id, @at, @attempt, @worker, @what)";

    private const string Mine = "id = @id AND attempt = @attempt AND state = 'running'";

    // Runs of earlier versions have a result in all formats.
    private const string FormatsDefinition = "TEXT NOT NULL DEFAULT 'png,jpg,tif'";

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Creates tables and columns that are missing.</summary>
    public async Task PrepareAsync()
    {
        await database.ExecuteAsync($"""
            CREATE TABLE IF NOT EXISTS runs (
                id TEXT PRIMARY KEY, state TEXT NOT NULL, recipe TEXT NOT NULL, search TEXT NOT NULL,
                created BIGINT NOT NULL, started BIGINT NOT NULL DEFAULT 0, finished BIGINT NOT NULL DEFAULT 0,
                attempt INTEGER NOT NULL DEFAULT 0, revision BIGINT NOT NULL DEFAULT 1,
                worker TEXT NOT NULL DEFAULT '', wish TEXT NOT NULL DEFAULT 'none',
                progress TEXT NOT NULL DEFAULT '', curve TEXT NOT NULL DEFAULT '[]', frame BIGINT NOT NULL DEFAULT 0,
                error TEXT NOT NULL DEFAULT '', notes TEXT NOT NULL DEFAULT '', engine TEXT NOT NULL DEFAULT '',
                parent TEXT NOT NULL DEFAULT '', bytes BIGINT NOT NULL DEFAULT 0, formats {FormatsDefinition})
            """);
        await database.AddColumnAsync("runs", "formats", FormatsDefinition);
        await database.ExecuteAsync("CREATE INDEX IF NOT EXISTS runs_created ON runs (created)");
        await database.ExecuteAsync("CREATE INDEX IF NOT EXISTS runs_state ON runs (state, created)");
        await database.ExecuteAsync("""
            CREATE TABLE IF NOT EXISTS run_history (
                run TEXT NOT NULL, at BIGINT NOT NULL, attempt INTEGER NOT NULL, worker TEXT NOT NULL,
                what TEXT NOT NULL)
            """);
        await database.ExecuteAsync("CREATE INDEX IF NOT EXISTS run_history_run ON run_history (run, at)");
    }

    /// <summary>Stores a new run, which waits for a worker.</summary>
    public async Task AddAsync(StudioRun run)
    {
        string[] searched = [run.Recipe.Content, run.Recipe.Preset, .. run.Recipe.Styles.Select(style => style.Name)];
        await database.ExecuteAsync(
            """
            INSERT INTO runs (id, state, recipe, search, created, parent, bytes)
            VALUES (@id, 'queued', @recipe, @search, @created, @parent, @bytes)
            """,
            Id(run.Id), ("recipe", run.Recipe.ToJson()), ("search", string.Join('\n', searched).ToLowerInvariant()),
            ("created", run.Created), ("parent", Text(run.Parent)), ("bytes", run.Bytes));
        await NoteAsync(run.Id, 0, "", "queued");
    }

    /// <summary>The run of that number; null if there is none.</summary>
    public async Task<StudioRun?> FindAsync(Guid id) =>
        (await database.QueryAsync($"SELECT {Columns} FROM runs WHERE id = @id", Read, Id(id))).FirstOrDefault();

    /// <summary>Runs whose names contain a text, the newest first.</summary>
    public Task<List<StudioRun>> ListAsync(string search, long before, int limit) => database.QueryAsync(
        $"""
        SELECT {Columns} FROM runs WHERE created < @before AND search LIKE @search ESCAPE '!'
        ORDER BY created DESC, id LIMIT @limit
        """,
        Read,
        ("before", before),
        ("search", $"%{search.ToLowerInvariant().Replace("!", "!!").Replace("%", "!%").Replace("_", "!_")}%"),
        ("limit", (long)limit));

    /// <summary>Number and revision of every run that is not over.</summary>
    public async Task<Dictionary<Guid, long>> ActiveAsync() => (await database.QueryAsync(
        "SELECT id, revision FROM runs WHERE state IN ('queued', 'running', 'paused')",
        row => (Guid.Parse(row.GetString(0)), row.GetInt64(1)))).ToDictionary(row => row.Item1, row => row.Item2);

    /// <summary>Numbers of the runs in a status, the oldest first.</summary>
    public async Task<List<Guid>> InStatusAsync(RunStatus status) => await database.QueryAsync(
        "SELECT id FROM runs WHERE state = @state ORDER BY created",
        row => Guid.Parse(row.GetString(0)), ("state", RunWords.Of(status)));

    /// <summary>How many runs wait that were created before a moment.</summary>
    public async Task<long> QueuedAsync(long before = long.MaxValue) => (await database.QueryAsync(
        "SELECT COUNT(*) FROM runs WHERE state = 'queued' AND created < @before",
        row => row.GetInt64(0), ("before", before)))[0];

    /// <summary>Bytes of the files of all runs.</summary>
    public async Task<long> BytesAsync() => (await database.QueryAsync(
        "SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM runs", row => row.GetInt64(0)))[0];

    /// <summary>The losses of a run.</summary>
    public async Task<RunCurve> CurveAsync(Guid id)
    {
        List<RunCurve> curves = await database.QueryAsync(
            "SELECT curve FROM runs WHERE id = @id", row => RunCurve.Parse(row.GetString(0)), Id(id));
        return curves.FirstOrDefault() ?? RunCurve.Empty;
    }

    /// <summary>What happened to a run, in order.</summary>
    public Task<List<RunEvent>> HistoryAsync(Guid id) => database.QueryAsync(
        "SELECT at, attempt, worker, what FROM run_history WHERE run = @id ORDER BY at, attempt",
        row => new RunEvent(row.GetInt64(0), row.GetInt32(1), row.GetString(2), row.GetString(3)),
        Id(id));

    /// <summary>Moves a run to another status, if it is in one of the given ones.</summary>
    /// <returns>True if it was.</returns>
    public async Task<bool> MoveAsync(Guid id, RunStatus to, params RunStatus[] from)
    {
        string states = string.Join(", ", from.Select(status => $"'{RunWords.Of(status)}'"));
        return await database.ExecuteBothAsync(
            $"""
            UPDATE runs SET state = @what, wish = 'none', revision = revision + 1
            WHERE id = @id AND state IN ({states})
            """,
            Note,
            Id(id), ("what", RunWords.Of(to)), ("at", Now), ("attempt", 0), ("worker", ""));
    }

    /// <summary>Leaves a wish for the worker of a running run.</summary>
    /// <returns>True if the run is running.</returns>
    public async Task<bool> WishAsync(Guid id, RunWish wish) => await database.ExecuteAsync(
        "UPDATE runs SET wish = @wish, revision = revision + 1 WHERE id = @id AND state = 'running'",
        Id(id), ("wish", RunWords.Of(wish))) == 1;

    /// <summary>Claims a run for a worker.</summary>
    /// <param name="id">The run.</param>
    /// <param name="worker">The worker.</param>
    /// <param name="recovering">
    /// True if the worker that had it is dead, so that it may be claimed although it is running.
    /// </param>
    /// <returns>The run with its new attempt; null if there is nothing to do.</returns>
    public async Task<StudioRun?> ClaimAsync(Guid id, string worker, bool recovering)
    {
        string states = recovering ? "('queued', 'running')" : "('queued')";
        StudioRun? run = (await database.QueryAsync(
            $"""
            UPDATE runs SET state = 'running', attempt = attempt + 1, worker = @worker, revision = revision + 1,
                started = CASE WHEN started = 0 THEN @now ELSE started END
            WHERE id = @id AND state IN {states} RETURNING {Columns}
            """,
            Read, Id(id), ("worker", worker), ("now", Now))).FirstOrDefault();
        if (run is not null)
            await NoteAsync(id, run.Attempt, worker, recovering ? "taken over" : "started");
        return run;
    }

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
            Id(run.Id), ("attempt", run.Attempt), ("progress", progress?.ToJson() ?? ""), ("curve", curve.ToJson()),
            ("frame", frame));
        return wishes.Count == 0 ? null : wishes[0];
    }

    /// <summary>Ends a worker's attempt.</summary>
    /// <returns>True if the run was still this worker's; otherwise the outcome is not stored.</returns>
    public async Task<bool> FinishAsync(StudioRun run, RunOutcome outcome)
    {
        bool over = outcome.Status is not (RunStatus.Paused or RunStatus.Queued);
        return await database.ExecuteBothAsync(
            $"""
            UPDATE runs SET state = @what, wish = 'none', notes = @notes, engine = @engine, error = @error,
                bytes = @bytes, formats = @formats, finished = @finished, revision = revision + 1 WHERE {Mine}
            """,
            Note,
            Id(run.Id), ("attempt", run.Attempt), ("what", RunWords.Of(outcome.Status)), ("notes", outcome.Notes),
            ("engine", outcome.Engine), ("error", outcome.Error), ("bytes", outcome.Bytes),
            ("formats", string.Join(',', outcome.Formats.Select(format => format.Name))),
            ("finished", over ? Now : 0L), ("at", Now), ("worker", run.Worker));
    }

    /// <summary>Removes a run.</summary>
    /// <returns>True if there was one.</returns>
    public async Task<bool> DeleteAsync(Guid id)
    {
        await database.ExecuteAsync("DELETE FROM run_history WHERE run = @id", Id(id));
        return await database.ExecuteAsync("DELETE FROM runs WHERE id = @id", Id(id)) == 1;
    }

    private Task<int> NoteAsync(Guid id, int attempt, string worker, string what) => database.ExecuteAsync(
        Note, Id(id), ("at", Now), ("attempt", attempt), ("worker", worker), ("what", what));

    private static StudioRun Read(DbDataReader row)
    {
        RunStatus status = RunWords.ParseStatus(row.GetString(1));
        return new StudioRun
        {
            Id = Guid.Parse(row.GetString(0)),
            Status = status,
            Recipe = RunRecipe.Parse(row.GetString(2)),
            Created = row.GetInt64(3),
            Started = row.GetInt64(4) is var started and > 0 ? started : null,
            Finished = row.GetInt64(5) is var finished and > 0 ? finished : null,
            Attempt = row.GetInt32(6),
            Revision = row.GetInt64(7),
            Worker = row.GetString(8),
            Wish = RunWords.ParseWish(row.GetString(9)),
            Progress = row.GetString(10) is { Length: > 0 } progress ? RunProgress.Parse(progress) : null,
            Frame = row.GetInt64(11),
            Error = row.GetString(12),
            Notes = row.GetString(13),
            Engine = row.GetString(14),
            Parent = row.GetString(15) is { Length: > 0 } parent ? Guid.Parse(parent) : null,
            Bytes = row.GetInt64(16),
            Formats = status is RunStatus.Done or RunStatus.Stopped ? Formats(row.GetString(17)) : [],
        };
    }

    private static IReadOnlyList<ResultFormat> Formats(string names) =>
        [.. ResultFormat.All.Where(format => names.Split(',').Contains(format.Name))];

    private static (string, object) Id(Guid id) => ("id", Text(id));

    private static string Text(Guid? id) => id?.ToString("N") ?? "";
}
