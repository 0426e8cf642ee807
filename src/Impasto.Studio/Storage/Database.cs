using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Impasto.Studio.Storage;

/// <summary>SQLite or PostgreSQL, for statements that both understand.</summary>
internal sealed class Database : IAsyncDisposable
{
    // Any number that no other program uses in the same database.
    private const long LockKey = 0x696D706173746F;

    private readonly DbDataSource _source;
    private readonly DiskReserve? _reserve;

    private Database(DbDataSource source, DiskReserve? reserve)
    {
        _source = source;
        _reserve = reserve;
    }

    /// <summary>The type of a column of bytes.</summary>
    public string Bytes => IsSqlite ? "BLOB" : "BYTEA";

    /// <summary>The end of a query for a row to change: rows that another worker is changing are left out.</summary>
    public string SkipLocked => IsSqlite ? "" : "FOR UPDATE SKIP LOCKED";

    private bool IsSqlite => _reserve is not null;

    /// <summary>A database in a file. Writers wait for each other; readers never wait.</summary>
    /// <param name="file">The file.</param>
    /// <param name="reserve">Room on the disk for the statements that must get through when the disk is full.</param>
    public static Database Sqlite(string file, DiskReserve reserve)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 };
        return new Database(SqliteFactory.Instance.CreateDataSource(connection.ToString()), reserve);
    }

    /// <summary>A PostgreSQL database.</summary>
    public static Database Postgres(string connection) => new(NpgsqlDataSource.Create(connection), null);

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public async Task<int> ExecuteAsync(string sql, params (string Name, object Value)[] values)
    {
        await using DbConnection connection = await _source.OpenConnectionAsync();
        return await new DatabaseSession(connection, null).ExecuteAsync(sql, values);
    }

    /// <summary>Runs a query.</summary>
    public async Task<List<T>> QueryAsync<T>(
        string sql, Func<DbDataReader, T> read, params (string Name, object Value)[] values)
    {
        await using DbConnection connection = await _source.OpenConnectionAsync();
        return await new DatabaseSession(connection, null).QueryAsync(sql, read, values);
    }

    /// <summary>
    /// Does several statements, all or none. They may use the reserve of a full disk; a report of progress must not.
    /// </summary>
    /// <param name="work">Runs the statements; false undoes them.</param>
    /// <returns>What the work returned.</returns>
    public Task<bool> TransactAsync(Func<DatabaseSession, Task<bool>> work) => WithRoomAsync(async () =>
    {
        await using DbConnection connection = await _source.OpenConnectionAsync();
        await using DbTransaction transaction = await connection.BeginTransactionAsync();
        var session = new DatabaseSession(connection, transaction);
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

    /// <summary>Adds a column to a table made by an earlier version; does nothing if the table has it.</summary>
    public async Task AddColumnAsync(string table, string column, string definition)
    {
        if (!IsSqlite)
        {
            await ExecuteAsync($"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {column} {definition}");
            return;
        }

        // SQLite has no IF NOT EXISTS for columns.
        List<long> known = await QueryAsync(
            "SELECT COUNT(*) FROM pragma_table_info(@table) WHERE name = @column",
            row => row.GetInt64(0), ("table", table), ("column", column));
        if (known[0] == 0)
            await ExecuteAsync($"ALTER TABLE {table} ADD COLUMN {column} {definition}");
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<T> WithRoomAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (SqliteException failure) when (StoreTrouble.IsDiskFull(failure) && _reserve!.Release())
        {
            return await work();
        }
    }
}
