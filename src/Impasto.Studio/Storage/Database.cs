using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Impasto.Studio.Storage;

/// <summary>SQLite or PostgreSQL, for statements that both understand.</summary>
internal sealed class Database : IAsyncDisposable
{
    // Any number that no other program uses in the same database.
    private const long LockKey = 0x696D706173746F;

    // A page that asks must get its answer while somebody still waits for it.
    private const int AnswerSeconds = 5;

    // Longer than a transaction whose worker is stopped holds its locks.
    private const int QuickSeconds = 15;

    private readonly DbDataSource _source;

    private Database(DbDataSource source, DiskReserve? reserve)
    {
        _source = source;
        Reserve = reserve;
    }

    /// <summary>The type of a column of bytes.</summary>
    public string Bytes => IsSqlite ? "BLOB" : "BYTEA";

    /// <summary>The collation in which texts have the order of their bytes.</summary>
    public string OrdinalOrder => IsSqlite ? "BINARY" : "\"C\"";

    /// <summary>The end of a query for a row to change: rows that another worker is changing are left out.</summary>
    public string SkipLocked => IsSqlite ? "" : "FOR UPDATE SKIP LOCKED";

    /// <summary>
    /// The time in milliseconds since 1970 by the one clock that all programs on this database share.
    /// </summary>
    /// <param name="ours">The parameter with this program's time, for a database that no other program uses.</param>
    public string Milliseconds(string ours) =>
        IsSqlite ? ours : "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";

    /// <summary>The number of a change; those that begin after it can be seen have higher ones.</summary>
    /// <param name="newest">The query for the highest number so far, for a database with one writer.</param>
    public string ChangeNumber(string newest) =>
        IsSqlite ? $"({newest}) + 1" : "CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)";

    /// <summary>
    /// The number before which all changes can be seen, or never will be: transactions end in another order than they
    /// begin.
    /// </summary>
    /// <param name="newest">As for <see cref="ChangeNumber"/>.</param>
    public string SettledNumber(string newest) => IsSqlite
        ? $"({newest}) + 1"
        : "CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)";

    /// <summary>Room for what must be stored when the disk is full; null if the database is elsewhere.</summary>
    public DiskReserve? Reserve { get; }

    private bool IsSqlite => Reserve is not null;

    /// <summary>A database in a file. Writers wait for each other; readers never wait.</summary>
    /// <param name="file">The file.</param>
    /// <param name="reserve">Room on the disk for the statements that must get through when the disk is full.</param>
    public static Database Sqlite(string file, DiskReserve reserve)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 };
        return new Database(SqliteFactory.Instance.CreateDataSource(connection.ToString()), reserve);
    }

    /// <summary>A PostgreSQL database.</summary>
    /// <param name="connection">
    /// Its connection string. A server that gives no answer is away after 5 s, unless the string has a Timeout.
    /// </param>
    public static Database Postgres(string connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        // Npgsql's own builder contains every key, given or not.
        if (!new DbConnectionStringBuilder { ConnectionString = connection }.ContainsKey("Timeout"))
            settings.Timeout = AnswerSeconds;
        return new Database(NpgsqlDataSource.Create(settings), null);
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public async Task<int> ExecuteAsync(string sql, params (string Name, object Value)[] values)
    {
        await using DbConnection connection = await OpenAsync();
        return await new DatabaseSession(connection, null).ExecuteAsync(sql, values);
    }

    /// <summary>Runs a query.</summary>
    public async Task<List<T>> QueryAsync<T>(
        string sql, Func<DbDataReader, T> read, params (string Name, object Value)[] values)
    {
        await using DbConnection connection = await OpenAsync();
        return await new DatabaseSession(connection, null) { Seconds = QuickSeconds }.QueryAsync(sql, read, values);
    }

    /// <summary>
    /// Does several statements, all or none. They may use the reserve of a full disk; a report of progress must not.
    /// </summary>
    /// <param name="work">Runs the statements; false undoes them.</param>
    /// <returns>What the work returned.</returns>
    public Task<bool> TransactAsync(Func<DatabaseSession, Task<bool>> work) => WithRoomAsync(async () =>
    {
        await using DbConnection connection = await OpenAsync();
        await using DbTransaction transaction = await connection.BeginTransactionAsync();
        var session = new DatabaseSession(connection, transaction) { Seconds = QuickSeconds };
        // A worker that is stopped in the middle must not hold its locks for ever.
        if (!IsSqlite)
            await session.ExecuteAsync("SET LOCAL idle_in_transaction_session_timeout = '10s'");
        if (!await work(session))
            return false;
        await transaction.CommitAsync();
        return true;
    });

    /// <summary>
    /// Lets the other transactions that call this wait until this one ends. SQLite has one writer at a time anyway.
    /// </summary>
    public Task LockAsync(DatabaseSession session) => IsSqlite
        ? Task.CompletedTask
        : session.ExecuteAsync($"SELECT pg_advisory_xact_lock({LockKey})");

    /// <summary>Checks a database in a file for damage.</summary>
    /// <exception cref="StoreAwayException">It is damaged.</exception>
    public async Task CheckAsync()
    {
        if (!IsSqlite)
            return;
        List<string> found = await QueryAsync("PRAGMA quick_check(1)", row => row.GetString(0));
        if (found is not ["ok"])
            throw new StoreAwayException("the database is damaged: restore its file from a backup, or move it away");
    }

    /// <summary>Adds a column to a table made by an earlier version; does nothing if the table has it.</summary>
    public Task AddColumnAsync(string table, string column, string definition) => AddAsync(
        IsSqlite
            ? "SELECT COUNT(*) FROM pragma_table_info(@table) WHERE name = @name"
            : "SELECT COUNT(*) FROM information_schema.columns "
                + "WHERE table_schema = current_schema() AND table_name = @table AND column_name = @name",
        $"ALTER TABLE {table} ADD COLUMN {column} {definition}",
        table,
        column);

    /// <summary>Adds an index; does nothing if the table has it.</summary>
    public Task AddIndexAsync(string table, string index, string columns, bool isUnique = false) => AddAsync(
        IsSqlite
            ? "SELECT COUNT(*) FROM sqlite_master WHERE tbl_name = @table AND name = @name"
            : "SELECT COUNT(*) FROM pg_indexes "
                + "WHERE schemaname = current_schema() AND tablename = @table AND indexname = @name",
        $"CREATE {(isUnique ? "UNIQUE " : "")}INDEX {index} ON {table} ({columns})",
        table,
        index);

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    // IF NOT EXISTS would lock the table even so, and let every worker wait for one that is stopped in a transaction.
    private async Task AddAsync(string counts, string adds, string table, string name)
    {
        List<long> known = await QueryAsync(counts, row => row.GetInt64(0), ("table", table), ("name", name));
        if (known[0] == 0)
            await ExecuteAsync(adds);
    }

    private async Task<DbConnection> OpenAsync()
    {
        try
        {
            return await _source.OpenConnectionAsync();
        }
        catch (Exception failure) when (failure is SocketException or TimeoutException)
        {
            // Npgsql passes these on if the host's name is unknown or the connection takes too long.
            throw new StoreAwayException(failure.Message, failure);
        }
    }

    private async Task<T> WithRoomAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (SqliteException failure) when (StoreTrouble.IsDiskFull(failure) && Reserve!.Release())
        {
            return await work();
        }
    }
}
