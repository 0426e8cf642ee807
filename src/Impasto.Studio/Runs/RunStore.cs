using System.Data.Common;
using System.Text.Json;
using Impasto.Text;

namespace Impasto.Studio.Runs;

/// <summary>All runs: the one truth about them, whoever works on them and where.</summary>
/// <remarks>A worker's statements carry its attempt; once another worker has begun with the run they change nothing.</remarks>
internal sealed class RunStore(Database database, TimeProvider clock)
{
    private const string Columns =
        "id, state, recipe, created, started, finished, attempt, revision, worker, wish, progress, frame, error, notes, engine, parent, bytes";

    private const string Note = "INSERT INTO run_history (run, at, attempt, worker, what) VALUES (@id, @at, @attempt, @worker, @what)";

    private const string Mine = "id = @id AND attempt = @attempt AND state = 'running'";

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Creates what is missing.</summary>
    public async Task PrepareAsync()
    {
        await database.ExecuteAsync("""
            CREATE TABLE IF NOT EXISTS runs (
                id TEXT PRIMARY KEY, state TEXT NOT NULL, recipe TEXT NOT NULL, search TEXT NOT NULL, created BIGINT NOT NULL,
                started BIGINT NOT NULL DEFAULT 0, finished BIGINT NOT NULL DEFAULT 0, attempt INTEGER NOT NULL DEFAULT 0,
                revision BIGINT NOT NULL DEFAULT 1, worker TEXT NOT NULL DEFAULT '', wish TEXT NOT NULL DEFAULT 'none',
                progress TEXT NOT NULL DEFAULT '', curve TEXT NOT NULL DEFAULT '[]', frame BIGINT NOT NULL DEFAULT 0,
                error TEXT NOT NULL DEFAULT '', notes TEXT NOT NULL DEFAULT '', engine TEXT NOT NULL DEFAULT '',
                parent TEXT NOT NULL DEFAULT '', bytes BIGINT NOT NULL DEFAULT 0)
            """);
        await database.ExecuteAsync("CREATE INDEX IF NOT EXISTS runs_created ON runs (created)");
        await database.ExecuteAsync("CREATE INDEX IF NOT EXISTS runs_state ON runs (state, created)");
        await database.ExecuteAsync("""
            CREATE TABLE IF NOT EXISTS run_history (
                run TEXT NOT NULL, at BIGINT NOT NULL, attempt INTEGER NOT NULL, worker TEXT NOT NULL, what TEXT NOT NULL)
            """);
        await database.ExecuteAsync("CREATE INDEX IF NOT EXISTS run_history_run ON run_history (run, at)");
    }

    public async Task AddAsync(StudioRun run)
    {
        string search = string.Join('\n', [run.Recipe.Content, run.Recipe.Preset, .. run.Recipe.Styles.Select(style => style.Name)]).ToLowerInvariant();
        await database.ExecuteAsync(
            "INSERT INTO runs (id, state, recipe, search, created, parent, bytes) VALUES (@id, 'queued', @recipe, @search, @created, @parent, @bytes)",
            Id(run.Id), ("recipe", run.Recipe.ToJson()), ("search", search), ("created", run.Created), ("parent", Text(run.Parent)), ("bytes", run.Bytes));
        await NoteAsync(run.Id, 0, "", "queued");
    }

    public async Task<StudioRun?> FindAsync(Guid id) =>
        (await database.QueryAsync($"SELECT {Columns} FROM runs WHERE id = @id", Read, Id(id))).FirstOrDefault();

    /// <summary>The newest first.</summary>
    public Task<List<StudioRun>> ListAsync(string search, long before, int limit) => database.QueryAsync(
        $"SELECT {Columns} FROM runs WHERE created < @before AND search LIKE @search ESCAPE '!' ORDER BY created DESC, id LIMIT @limit",
        Read,
        ("before", before),
        ("search", $"%{search.ToLowerInvariant().Replace("!", "!!").Replace("%", "!%").Replace("_", "!_")}%"),
        ("limit", (long)limit));

    /// <summary>Number and revision of every run that is not over.</summary>
    public async Task<Dictionary<Guid, long>> ActiveAsync() => (await database.QueryAsync(
        "SELECT id, revision FROM runs WHERE state IN ('queued', 'running', 'paused')",
        row => (Guid.Parse(row.GetString(0)), row.GetInt64(1)))).ToDictionary(row => row.Item1, row => row.Item2);

    public async Task<List<Guid>> InStateAsync(RunState state) => await database.QueryAsync(
        "SELECT id FROM runs WHERE state = @state ORDER BY created", row => Guid.Parse(row.GetString(0)), ("state", OptionText.Of(state)));

    /// <summary>How many wait, before a moment.</summary>
    public async Task<long> QueuedAsync(long before = long.MaxValue) => (await database.QueryAsync(
        "SELECT COUNT(*) FROM runs WHERE state = 'queued' AND created < @before", row => row.GetInt64(0), ("before", before)))[0];

    /// <summary>Bytes of all runs' files.</summary>
    public async Task<long> BytesAsync() =>
        (await database.QueryAsync("SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM runs", row => row.GetInt64(0)))[0];

    /// <summary>Steps and losses, in pairs.</summary>
    public async Task<double[][]> CurveAsync(Guid id) => (await database.QueryAsync(
        "SELECT curve FROM runs WHERE id = @id", row => JsonSerializer.Deserialize<double[][]>(row.GetString(0))!, Id(id))).FirstOrDefault() ?? [];

    /// <summary>What happened to a run, in order.</summary>
    public Task<List<RunEvent>> HistoryAsync(Guid id) => database.QueryAsync(
        "SELECT at, attempt, worker, what FROM run_history WHERE run = @id ORDER BY at, attempt",
        row => new RunEvent(row.GetInt64(0), row.GetInt32(1), row.GetString(2), row.GetString(3)),
        Id(id));

    /// <summary>Puts a run into another state, if it is in one of those it may come from.</summary>
    public async Task<bool> MoveAsync(Guid id, RunState to, params RunState[] from)
    {
        string states = string.Join(", ", from.Select(state => $"'{OptionText.Of(state)}'"));
        return await database.ExecuteBothAsync(
            $"UPDATE runs SET state = @what, wish = 'none', revision = revision + 1 WHERE id = @id AND state IN ({states})",
            Note,
            Id(id), ("what", OptionText.Of(to)), ("at", Now), ("attempt", 0), ("worker", ""));
    }

    /// <summary>Tells the worker of a running run what is wanted.</summary>
    public async Task<bool> WishAsync(Guid id, RunWish wish) => await database.ExecuteAsync(
        "UPDATE runs SET wish = @wish, revision = revision + 1 WHERE id = @id AND state = 'running'",
        Id(id), ("wish", OptionText.Of(wish))) == 1;

    /// <summary>Takes a run to work on it.</summary>
    /// <param name="id">The run.</param>
    /// <param name="worker">Who takes it.</param>
    /// <param name="recovering">Whether whoever had it is dead, so that it may be taken although it is running.</param>
    /// <returns>The run with its new attempt; null where there is nothing to do.</returns>
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

    /// <summary>Writes how far a run is.</summary>
    /// <returns>What somebody wants of it; null where the run is no longer this worker's.</returns>
    public async Task<RunWish?> ReportAsync(StudioRun run, RunProgress? progress, IReadOnlyList<double[]> curve, long frame)
    {
        List<RunWish> wishes = await database.QueryAsync(
            $"UPDATE runs SET progress = @progress, curve = @curve, frame = @frame, revision = revision + 1 WHERE {Mine} RETURNING wish",
            row => Parse<RunWish>(row.GetString(0)),
            Id(run.Id), ("attempt", run.Attempt), ("progress", progress?.ToJson() ?? ""), ("curve", JsonSerializer.Serialize(curve)), ("frame", frame));
        return wishes.Count == 0 ? null : wishes[0];
    }

    /// <summary>Ends a worker's part, or a failed run.</summary>
    /// <returns>Whether the run was still this worker's: only then does the outcome count.</returns>
    public async Task<bool> FinishAsync(StudioRun run, RunOutcome outcome, string error = "")
    {
        bool over = outcome.State is not (RunState.Paused or RunState.Queued);
        return await database.ExecuteBothAsync(
            $"""
            UPDATE runs SET state = @what, wish = 'none', notes = @notes, engine = @engine, error = @error, bytes = @bytes,
                finished = @finished, revision = revision + 1 WHERE {Mine}
            """,
            Note,
            Id(run.Id), ("attempt", run.Attempt), ("what", OptionText.Of(outcome.State)), ("notes", outcome.Notes), ("engine", outcome.Engine),
            ("error", error), ("bytes", outcome.Bytes), ("finished", over ? Now : 0L), ("at", Now), ("worker", run.Worker));
    }

    public async Task<bool> DeleteAsync(Guid id)
    {
        await database.ExecuteAsync("DELETE FROM run_history WHERE run = @id", Id(id));
        return await database.ExecuteAsync("DELETE FROM runs WHERE id = @id", Id(id)) == 1;
    }

    private Task<int> NoteAsync(Guid id, int attempt, string worker, string what) => database.ExecuteAsync(
        Note, Id(id), ("at", Now), ("attempt", attempt), ("worker", worker), ("what", what));

    private static StudioRun Read(DbDataReader row) => new()
    {
        Id = Guid.Parse(row.GetString(0)),
        State = Parse<RunState>(row.GetString(1)),
        Recipe = RunRecipe.Parse(row.GetString(2)),
        Created = row.GetInt64(3),
        Started = row.GetInt64(4) is var started and > 0 ? started : null,
        Finished = row.GetInt64(5) is var finished and > 0 ? finished : null,
        Attempt = row.GetInt32(6),
        Revision = row.GetInt64(7),
        Worker = row.GetString(8),
        Wish = Parse<RunWish>(row.GetString(9)),
        Progress = row.GetString(10) is { Length: > 0 } progress ? RunProgress.Parse(progress) : null,
        Frame = row.GetInt64(11),
        Error = row.GetString(12),
        Notes = row.GetString(13),
        Engine = row.GetString(14),
        Parent = row.GetString(15) is { Length: > 0 } parent ? Guid.Parse(parent) : null,
        Bytes = row.GetInt64(16),
    };

    private static (string, object) Id(Guid id) => ("id", Text(id));

    private static string Text(Guid? id) => id?.ToString("N") ?? "";

    private static T Parse<T>(string text)
        where T : struct, Enum => Enum.Parse<T>(text, ignoreCase: true);
}
