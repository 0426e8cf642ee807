using System.Data.Common;
using Impasto.Studio.Batches;
using Impasto.Studio.Storage;

namespace Impasto.Studio.Runs;

/// <summary>The tables of runs and of their history.</summary>
internal static class RunTables
{
    /// <summary>The columns that <see cref="Read"/> expects, in its order.</summary>
    public const string Columns =
        "id, state, recipe, created, started, finished, attempt, revision, worker, wish, progress, frame, error, "
        + "notes, engine, parent, bytes, formats, place, request, request_hash, "
        + "webhook, webhook_state, webhook_tries, webhook_error, batch, batch_title, batch_sweep, favorite";

    // Runs of earlier versions have a result in all formats.
    private const string FormatsDefinition = "TEXT NOT NULL DEFAULT 'png,jpg,tif'";
    private const string TextDefinition = "TEXT NOT NULL DEFAULT ''";
    private const string TriesDefinition = "INTEGER NOT NULL DEFAULT 0";
    private const string NumberDefinition = "BIGINT NOT NULL DEFAULT 0";
    private const string SwitchDefinition = "INTEGER NOT NULL DEFAULT 0";
    private const string MeasureDefinition = "DOUBLE PRECISION NOT NULL DEFAULT 0";

    /// <summary>What lists are sorted and filtered by, besides place, state and favorite.</summary>
    public const string ListColumns = "sort_name, kind, preset, paintings, pixels";

    /// <summary>The parameters for <see cref="ListColumns"/>, in their order.</summary>
    public const string ListValues = "@sort_name, @kind, @preset, @paintings, @pixels";

    // The highest number of a change; one of run_gone is always kept.
    private const string NewestChange =
        "SELECT MAX(COALESCE((SELECT MAX(changed) FROM runs), 0), COALESCE((SELECT MAX(changed) FROM run_gone), 0))";

    // Removed runs that a client can miss for so long.
    private const int KeptGone = 10_000;

    // Rows that are filled in at a time.
    private const int ListedAtOnce = 500;

    /// <summary>The kinds of a run.</summary>
    public const string PictureKind = "picture", ClipKind = "clip";

    /// <summary>The condition that a run has one of some states.</summary>
    public static string In(IEnumerable<RunStatus> states) =>
        $"state IN ({string.Join(", ", states.Select(status => $"'{RunWords.Of(status)}'"))})";

    /// <summary>
    /// The number of the end of a run, of a change after it, or of its removal: by it a later look finds it.
    /// </summary>
    public static string Change(Database database) => database.ChangeNumber(NewestChange);

    /// <summary>The number from which a later look finds all that an earlier one did not.</summary>
    public static string Settled(Database database) => database.SettledNumber(NewestChange);

    /// <summary>Creates tables and columns that are missing.</summary>
    /// <remarks>
    /// What lists are filtered by comes first: SQLite reads through all of a long row to come to its end.
    /// </remarks>
    public static async Task PrepareAsync(Database database)
    {
        await database.ExecuteAsync($"""
            CREATE TABLE IF NOT EXISTS runs (
                id TEXT PRIMARY KEY, state TEXT NOT NULL, favorite {SwitchDefinition}, kind {TextDefinition},
                preset {TextDefinition}, pixels {NumberDefinition}, sort_name {Ordinal(database)},
                paintings {TextDefinition}, search TEXT NOT NULL, recipe TEXT NOT NULL,
                created BIGINT NOT NULL, started BIGINT NOT NULL DEFAULT 0, finished BIGINT NOT NULL DEFAULT 0,
                attempt INTEGER NOT NULL DEFAULT 0, revision BIGINT NOT NULL DEFAULT 1,
                worker TEXT NOT NULL DEFAULT '', wish TEXT NOT NULL DEFAULT 'none',
                progress TEXT NOT NULL DEFAULT '', curve TEXT NOT NULL DEFAULT '[]', frame BIGINT NOT NULL DEFAULT 0,
                error TEXT NOT NULL DEFAULT '', notes TEXT NOT NULL DEFAULT '', engine TEXT NOT NULL DEFAULT '',
                parent TEXT NOT NULL DEFAULT '', bytes BIGINT NOT NULL DEFAULT 0, formats {FormatsDefinition},
                place {NumberDefinition}, beat {NumberDefinition},
                request {TextDefinition}, request_hash {TextDefinition},
                webhook {TextDefinition}, webhook_state {TextDefinition}, webhook_tries {TriesDefinition},
                webhook_due {NumberDefinition}, webhook_error {TextDefinition},
                batch {TextDefinition}, batch_title {TextDefinition}, batch_sweep {TextDefinition},
                turn {NumberDefinition}, work {MeasureDefinition}, work_seconds {MeasureDefinition},
                changed {NumberDefinition})
            """);
        await database.AddColumnAsync("runs", "formats", FormatsDefinition);
        await database.AddColumnAsync("runs", "place", NumberDefinition);
        await database.AddColumnAsync("runs", "beat", NumberDefinition);
        await database.AddColumnAsync("runs", "request", TextDefinition);
        await database.AddColumnAsync("runs", "request_hash", TextDefinition);
        await database.AddColumnAsync("runs", "webhook", TextDefinition);
        await database.AddColumnAsync("runs", "webhook_state", TextDefinition);
        await database.AddColumnAsync("runs", "webhook_tries", TriesDefinition);
        await database.AddColumnAsync("runs", "webhook_due", NumberDefinition);
        await database.AddColumnAsync("runs", "webhook_error", TextDefinition);
        await database.AddColumnAsync("runs", "batch", TextDefinition);
        await database.AddColumnAsync("runs", "batch_title", TextDefinition);
        await database.AddColumnAsync("runs", "batch_sweep", TextDefinition);
        await database.AddColumnAsync("runs", "turn", NumberDefinition);
        await database.AddColumnAsync("runs", "favorite", SwitchDefinition);
        await database.AddColumnAsync("runs", "sort_name", Ordinal(database));
        await database.AddColumnAsync("runs", "kind", TextDefinition);
        await database.AddColumnAsync("runs", "preset", TextDefinition);
        await database.AddColumnAsync("runs", "paintings", TextDefinition);
        await database.AddColumnAsync("runs", "pixels", NumberDefinition);
        await database.AddColumnAsync("runs", "work", MeasureDefinition);
        await database.AddColumnAsync("runs", "work_seconds", MeasureDefinition);
        await database.AddColumnAsync("runs", "changed", NumberDefinition);
        await PlaceAsync(database);
        await database.AddIndexAsync("runs", "runs_state", "state, created");
        await database.AddIndexAsync("runs", "runs_place", "place", isUnique: true);
        await database.AddIndexAsync("runs", "runs_turn", "state, turn, place");
        await database.AddIndexAsync("runs", "runs_request", "request");
        await database.AddIndexAsync("runs", "runs_webhook", "webhook_state, webhook_due");
        await database.AddIndexAsync("runs", "runs_batch", "batch, place");
        await database.AddIndexAsync("runs", "runs_parent", "parent, place");
        await database.AddIndexAsync("runs", "runs_favorite", "favorite, place");
        await database.AddIndexAsync("runs", "runs_name", "sort_name, place");
        await database.AddIndexAsync("runs", "runs_pixels", "pixels, place");
        await database.AddIndexAsync("runs", "runs_changed", "changed");
        await FillListAsync(database);
        await PrepareGoneAsync(database);
        await database.ExecuteAsync("""
            CREATE TABLE IF NOT EXISTS run_history (
                run TEXT NOT NULL, at BIGINT NOT NULL, attempt INTEGER NOT NULL, worker TEXT NOT NULL,
                what TEXT NOT NULL)
            """);
        await database.AddColumnAsync("run_history", "revision", NumberDefinition);
        await database.AddIndexAsync("run_history", "run_history_run", "run, at");
    }

    /// <summary>Adds an event to the history of a run, after the change that it describes.</summary>
    /// <param name="session">The transaction of the change.</param>
    /// <param name="id">The run.</param>
    /// <param name="at">When.</param>
    /// <param name="worker">The worker that it is about; empty for none.</param>
    /// <param name="what">What happened.</param>
    public static Task NoteAsync(DatabaseSession session, Guid id, long at, string worker, string what) =>
        session.ExecuteAsync(
            """
            INSERT INTO run_history (run, at, attempt, worker, what, revision)
            SELECT id, @at, attempt, @worker, @what, revision FROM runs WHERE id = @id
            """,
            Id(id), ("at", at), ("worker", worker), ("what", what));

    /// <summary>Reads a row.</summary>
    public static StudioRun Read(DbDataReader row)
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
            Stored = Formats(row.GetString(17)),
            Number = row.GetInt64(18),
            RequestKey = row.GetString(19),
            RequestHash = row.GetString(20),
            Webhook = row.GetString(21),
            WebhookState = row.GetString(22),
            WebhookTries = row.GetInt32(23),
            WebhookError = row.GetString(24),
            Batch = row.GetString(25) is { Length: > 0 } batch
                ? new RunBatch(Guid.Parse(batch), row.GetString(26)) { Sweep = row.GetString(27) }
                : null,
            IsFavorite = row.GetInt32(28) == 1,
        };
    }

    /// <summary>The parameter of a run's id.</summary>
    public static (string Name, object Value) Id(Guid id) => ("id", Text(id));

    /// <summary>An id as it is stored; empty for null.</summary>
    public static string Text(Guid? id) => id?.ToString("N") ?? "";

    /// <summary>The name by which a run is sorted: that of its photograph, then that of its first painting.</summary>
    public static string SortName(RunRecipe recipe) =>
        $"{recipe.Content}\n{(recipe.Styles is [var first, ..] ? first.Name : "")}".ToLowerInvariant();

    /// <summary>The values of <see cref="ListColumns"/>, which never change.</summary>
    public static (string Name, object Value)[] Listed(RunRecipe recipe) =>
    [
        ("sort_name", SortName(recipe)), ("kind", recipe.Clip is null ? PictureKind : ClipKind),
        ("preset", recipe.Preset), ("paintings", Lines(recipe.Styles.Select(style => style.Name))),
        ("pixels", (long)recipe.Width * recipe.Height),
    ];

    /// <summary>Names as they are stored: a line each, between line breaks, in lower case.</summary>
    public static string Lines(IEnumerable<string> names) =>
        $"\n{string.Join('\n', names)}\n".ToLowerInvariant();

    // The order of the bytes, in every database and language: a list continues where its page before ended.
    private static string Ordinal(Database database) => $"TEXT COLLATE {database.OrdinalOrder} NOT NULL DEFAULT ''";

    // Runs of earlier versions lack what lists are sorted and filtered by.
    private static async Task FillListAsync(Database database)
    {
        while (true)
        {
            List<(string Id, RunRecipe Recipe)> runs = await database.QueryAsync(
                "SELECT id, recipe FROM runs WHERE sort_name = '' LIMIT @limit",
                row => (row.GetString(0), RunRecipe.Parse(row.GetString(1))),
                ("limit", (long)ListedAtOnce));
            if (runs.Count == 0)
                return;
            await database.TransactAsync(async session =>
            {
                foreach ((string id, RunRecipe recipe) in runs)
                {
                    await session.ExecuteAsync(
                        $"UPDATE runs SET ({ListColumns}) = ({ListValues}) WHERE id = @id",
                        [("id", id), .. Listed(recipe)]);
                }

                return true;
            });
        }
    }

    private static async Task PrepareGoneAsync(Database database)
    {
        await database.ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS run_gone (run TEXT NOT NULL, changed BIGINT NOT NULL)");
        await database.AddIndexAsync("run_gone", "run_gone_changed", "changed");
        await database.ExecuteAsync(
            $"""
            DELETE FROM run_gone
            WHERE changed < (SELECT changed FROM run_gone ORDER BY changed DESC LIMIT 1 OFFSET {KeptGone})
            """);
    }

    // Runs of earlier versions have no place: they get one by the time of their creation.
    private static Task<int> PlaceAsync(Database database) => database.ExecuteAsync("""
        UPDATE runs SET place = (
            SELECT COUNT(*) FROM runs earlier
            WHERE earlier.created < runs.created OR (earlier.created = runs.created AND earlier.id <= runs.id))
        WHERE place = 0 AND NOT EXISTS (SELECT 1 FROM runs placed WHERE placed.place > 0)
        """);

    private static IReadOnlyList<ResultFormat> Formats(string names) =>
        [.. ResultFormat.All.Concat(ResultFormat.Clips).Where(format => names.Split(',').Contains(format.Name))];
}
