using Impasto.Studio.Storage;

namespace Impasto.Studio.Runs;

/// <summary>
/// All runs, and the queue of those that wait: the only record of them, whoever works on them and wherever.
/// </summary>
/// <remarks>
/// The order of runs is the order in which they were created, by their numbers. No clock decides it: clocks are set
/// back, and two runs may be created in one millisecond.
/// </remarks>
internal sealed class RunStore(Database database, TimeProvider clock)
{
    private const string OfRequest = $"SELECT {RunTables.Columns} FROM runs WHERE request = @key ORDER BY place";

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Stores a new run, which waits for a worker.</summary>
    /// <returns>The run with its number; the run of an earlier request with the same key if there is one.</returns>
    public async Task<StudioRun> AddAsync(StudioRun run) => (await AddAllAsync([run]))[0];

    /// <summary>Stores the new runs of one request, all or none, which wait for workers in this order.</summary>
    /// <returns>The runs with their numbers; those of an earlier request with the same key if there are any.</returns>
    public async Task<IReadOnlyList<StudioRun>> AddAllAsync(IReadOnlyList<StudioRun> runs)
    {
        List<StudioRun> before = [], added = [];
        await database.TransactAsync(async session =>
        {
            await database.LockAsync(session);
            string key = runs[0].RequestKey;
            before = key.Length == 0 ? [] : await session.QueryAsync(OfRequest, RunTables.Read, ("key", key));
            if (before.Count > 0)
                return false;
            added.Clear();
            foreach (StudioRun run in runs)
                added.Add(await InsertAsync(session, run));
            return true;
        });
        return before.Count > 0 ? before : added;
    }

    private async Task<StudioRun> InsertAsync(DatabaseSession session, StudioRun run)
    {
        string[] searched =
        [
            run.Recipe.Content, run.Recipe.Preset, .. run.Recipe.Styles.Select(style => style.Name),
            run.Batch?.Title ?? "",
        ];
        List<long> numbers = await session.QueryAsync(
            $"""
            INSERT INTO runs
                (id, state, recipe, search, created, parent, bytes, formats, request, request_hash,
                webhook, webhook_state, batch, batch_title, batch_sweep, {RunTables.ListColumns}, place)
            SELECT @id, 'queued', @recipe, @search, @created, @parent, @bytes, '', @request, @hash,
                @webhook, @hook_state, @batch, @batch_title, @batch_sweep, {RunTables.ListValues},
                COALESCE(MAX(place), 0) + 1
            FROM runs RETURNING place
            """,
            row => row.GetInt64(0),
            [RunTables.Id(run.Id), .. RunTables.Listed(run.Recipe), ("recipe", run.Recipe.ToJson()),
            ("search", string.Join('\n', searched).ToLowerInvariant()), ("created", run.Created),
            ("parent", RunTables.Text(run.Parent)), ("bytes", run.Bytes), ("request", run.RequestKey),
            ("hash", run.RequestHash), ("webhook", run.Webhook), ("hook_state", run.WebhookState),
            ("batch", RunTables.Text(run.Batch?.Id)), ("batch_title", run.Batch?.Title ?? ""),
            ("batch_sweep", run.Batch?.Sweep ?? "")]);
        await RunTables.NoteAsync(session, run.Id, Now, "", "queued");
        return run with { Number = numbers[0] };
    }

    /// <summary>The runs that a request with a key has made before, in order; empty if there are none.</summary>
    public Task<List<StudioRun>> FindByRequestAsync(string key) =>
        database.QueryAsync(OfRequest, RunTables.Read, ("key", key));

    /// <summary>The runs of a batch in order; empty if there is none.</summary>
    public Task<List<StudioRun>> OfBatchAsync(Guid batch) => database.QueryAsync(
        $"SELECT {RunTables.Columns} FROM runs WHERE batch = @batch ORDER BY place",
        RunTables.Read, ("batch", RunTables.Text(batch)));

    /// <summary>Number and revision of the runs of a batch in order, which is much less than the runs are.</summary>
    public async Task<IReadOnlyList<(long Number, long Revision)>> RevisionsAsync(Guid batch) =>
        await database.QueryAsync(
            "SELECT place, revision FROM runs WHERE batch = @batch ORDER BY place",
            row => (row.GetInt64(0), row.GetInt64(1)),
            ("batch", RunTables.Text(batch)));

    /// <summary>The runs that a run continues or repeats, the oldest first; ends before one that was deleted.</summary>
    /// <param name="run">The run.</param>
    /// <param name="limit">Most runs.</param>
    public async Task<IReadOnlyList<StudioRun>> BeforeAsync(StudioRun run, int limit)
    {
        List<StudioRun> before = [];
        Guid? next = run.Parent;
        while (next is { } id && before.Count < limit && await FindAsync(id) is { } parent)
        {
            before.Insert(0, parent);
            next = parent.Parent;
        }

        return before;
    }

    /// <summary>The runs that continue or repeat a run, in order.</summary>
    /// <param name="parent">The run.</param>
    /// <param name="limit">Most runs.</param>
    public Task<List<StudioRun>> AfterAsync(Guid parent, int limit) => database.QueryAsync(
        $"SELECT {RunTables.Columns} FROM runs WHERE parent = @parent ORDER BY place LIMIT @limit",
        RunTables.Read, ("parent", RunTables.Text(parent)), ("limit", (long)limit));

    /// <summary>The run of that id; null if there is none.</summary>
    public async Task<StudioRun?> FindAsync(Guid id) => (await database.QueryAsync(
        $"SELECT {RunTables.Columns} FROM runs WHERE id = @id", RunTables.Read, RunTables.Id(id))).FirstOrDefault();

    /// <summary>How many runs wait.</summary>
    public async Task<long> QueuedAsync() => (await database.QueryAsync(
        "SELECT COUNT(*) FROM runs WHERE state = 'queued'", row => row.GetInt64(0)))[0];

    /// <summary>Bytes of the files of all runs.</summary>
    public async Task<long> BytesAsync() => (await database.QueryAsync(
        "SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM runs", row => row.GetInt64(0)))[0];

    /// <summary>The losses of a run.</summary>
    public async Task<RunCurve> CurveAsync(Guid id)
    {
        List<RunCurve> curves = await database.QueryAsync(
            "SELECT curve FROM runs WHERE id = @id", row => RunCurve.Parse(row.GetString(0)), RunTables.Id(id));
        return curves.FirstOrDefault() ?? RunCurve.Empty;
    }

    /// <summary>What happened to a run, in order.</summary>
    public Task<List<RunEvent>> HistoryAsync(Guid id) => database.QueryAsync(
        "SELECT at, attempt, worker, what FROM run_history WHERE run = @id ORDER BY revision, at",
        row => new RunEvent(row.GetInt64(0), row.GetInt32(1), row.GetString(2), row.GetString(3)),
        RunTables.Id(id));

    /// <summary>Moves a run to another status, if it is in one of the given ones.</summary>
    /// <returns>True if it was.</returns>
    public Task<bool> MoveAsync(Guid id, RunStatus to, params RunStatus[] from) => database.TransactAsync(
        async session =>
        {
            int changed = await session.ExecuteAsync(
                $"""
                UPDATE runs SET state = @what, wish = 'none', error = '', revision = revision + 1,
                    changed = {RunTables.Change(database)},
                    finished = CASE WHEN @over = 1 THEN @now ELSE finished END
                WHERE id = @id AND {RunTables.In(from)}
                """,
                RunTables.Id(id), ("what", RunWords.Of(to)), ("over", StudioRun.Ends(to) ? 1 : 0), ("now", Now));
            if (changed == 1)
                await RunTables.NoteAsync(session, id, Now, "", RunWords.Of(to));
            return changed == 1;
        });

    /// <summary>Leaves a wish for the worker of a running run.</summary>
    /// <returns>True if the run is running.</returns>
    public async Task<bool> WishAsync(Guid id, RunWish wish) => await database.ExecuteAsync(
        "UPDATE runs SET wish = @wish, revision = revision + 1 WHERE id = @id AND state = 'running'",
        RunTables.Id(id), ("wish", RunWords.Of(wish))) == 1;

    /// <summary>Makes a run a favorite, or an ordinary one again.</summary>
    /// <returns>True if there is such a run.</returns>
    public async Task<bool> FavorAsync(Guid id, bool isFavorite) => await database.ExecuteAsync(
        $"""
        UPDATE runs SET favorite = @favorite,
            revision = CASE WHEN favorite = @favorite THEN revision ELSE revision + 1 END,
            changed = CASE WHEN favorite = @favorite THEN changed ELSE {RunTables.Change(database)} END
        WHERE id = @id
        """,
        RunTables.Id(id), ("favorite", isFavorite ? 1 : 0)) == 1;

    /// <summary>Removes a run.</summary>
    /// <returns>True if there was one.</returns>
    public Task<bool> DeleteAsync(Guid id) => database.TransactAsync(async session =>
    {
        await session.ExecuteAsync("DELETE FROM run_history WHERE run = @id", RunTables.Id(id));
        await session.ExecuteAsync(
            $"INSERT INTO run_gone (run, changed) VALUES (@id, {RunTables.Change(database)})", RunTables.Id(id));
        return await session.ExecuteAsync("DELETE FROM runs WHERE id = @id", RunTables.Id(id)) == 1;
    });
}
