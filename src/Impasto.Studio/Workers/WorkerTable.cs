using Impasto.Studio.Storage;

namespace Impasto.Studio.Workers;

/// <summary>The workers that are or were there: each reports itself once a heartbeat.</summary>
/// <remarks>
/// Times of signs of life are those of the database's clock, which all workers share. For people and metrics only:
/// which worker is dead is decided by its claims.
/// </remarks>
internal sealed class WorkerTable(Database database, TimeProvider clock)
{
    // A dead worker is shown for a day.
    private const long Forgotten = 24 * 3600 * 1000L;

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private string Clock => database.Milliseconds("@now");

    /// <summary>Creates the table if it is missing.</summary>
    public static Task PrepareAsync(Database database) => database.ExecuteAsync("""
        CREATE TABLE IF NOT EXISTS workers (
            name TEXT PRIMARY KEY, version TEXT NOT NULL, device TEXT NOT NULL, runs_at_once INTEGER NOT NULL,
            steps_per_second DOUBLE PRECISION NOT NULL, heartbeat BIGINT NOT NULL, started BIGINT NOT NULL,
            seen BIGINT NOT NULL)
        """);

    /// <summary>Stores a worker's sign of life.</summary>
    public Task ReportAsync(KnownWorker worker) => database.ExecuteAsync(
        $"""
        INSERT INTO workers
            (name, version, device, runs_at_once, steps_per_second, heartbeat, started, seen)
        SELECT @name, @version, @device, @runs, @rate, @heartbeat, @started, {Clock}
        WHERE true
        ON CONFLICT (name) DO UPDATE SET version = excluded.version, device = excluded.device,
            runs_at_once = excluded.runs_at_once, steps_per_second = excluded.steps_per_second,
            heartbeat = excluded.heartbeat, started = excluded.started, seen = excluded.seen
        """,
        ("name", worker.Name), ("version", worker.Version), ("device", worker.Device), ("runs", worker.RunsAtOnce),
        ("rate", worker.StepsPerSecond), ("heartbeat", worker.Heartbeat), ("started", worker.Started), ("now", Now));

    /// <summary>Removes a worker that ends.</summary>
    public Task RemoveAsync(string name) =>
        database.ExecuteAsync("DELETE FROM workers WHERE name = @name", ("name", name));

    /// <summary>Removes all workers of a folder that no other program uses, or those that are long dead.</summary>
    /// <param name="all">True for all.</param>
    public Task ClearAsync(bool all) => database.ExecuteAsync(
        $"DELETE FROM workers WHERE @all = 1 OR seen < {Clock} - @age",
        ("all", all ? 1 : 0), ("age", Forgotten), ("now", Now));

    /// <summary>All workers, by name.</summary>
    public Task<List<KnownWorker>> ListAsync() => database.QueryAsync(
        $"""
        SELECT name, version, device, runs_at_once, steps_per_second, heartbeat, started, {Clock} - seen
        FROM workers ORDER BY name
        """,
        row => new KnownWorker(
            row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetDouble(4), row.GetInt64(5),
            row.GetInt64(6))
        {
            Silent = Math.Max(0, row.GetInt64(7)),
        },
        ("now", Now));
}
