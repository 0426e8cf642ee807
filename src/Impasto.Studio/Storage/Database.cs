using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Impasto.Studio.Storage;

/// <summary>SQLite or PostgreSQL, for statements that both understand.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly DbDataSource _source;
    private readonly bool _isSqlite;

    private Database(DbDataSource source, bool isSqlite)
    {
        _source = source;
        _isSqlite = isSqlite;
    }

    /// <summary>The type of a column of bytes.</summary>
    public string Bytes => _isSqlite ? "BLOB" : "BYTEA";

    /// <summary>A database in a file. Writers wait for each other; readers never wait.</summary>
    public static Database Sqlite(string file)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 };
        return new Database(SqliteFactory.Instance.CreateDataSource(connection.ToString()), isSqlite: true);
    }

    /// <summary>A PostgreSQL database.</summary>
    public static Database Postgres(string connection) => new(NpgsqlDataSource.Create(connection), isSqlite: false);

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public async Task<int> ExecuteAsync(string sql, params (string Name, object Value)[] values)
    {
        await using DbConnection connection = await _source.OpenConnectionAsync();
        await using DbCommand command = Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Runs two statements in one transaction, the second only if the first changed a row.</summary>
    /// <returns>True if both changed a row; otherwise nothing is changed.</returns>
    public async Task<bool> ExecuteBothAsync(string first, string second, params (string Name, object Value)[] values)
    {
        await using DbConnection connection = await _source.OpenConnectionAsync();
        await using DbTransaction transaction = await connection.BeginTransactionAsync();
        foreach (string sql in new[] { first, second })
        {
            await using DbCommand command = Command(connection, sql, values);
            command.Transaction = transaction;
            if (await command.ExecuteNonQueryAsync() == 0)
                return false;
        }

        await transaction.CommitAsync();
        return true;
    }

    /// <summary>Runs a query, or a statement with RETURNING.</summary>
    public async Task<List<T>> QueryAsync<T>(
        string sql, Func<DbDataReader, T> read, params (string Name, object Value)[] values)
    {
        await using DbConnection connection = await _source.OpenConnectionAsync();
        await using DbCommand command = Command(connection, sql, values);
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        List<T> rows = [];
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>Adds a column to a table made by an earlier version; does nothing if the table has it.</summary>
    public async Task AddColumnAsync(string table, string column, string definition)
    {
        if (!_isSqlite)
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

    private static DbCommand Command(DbConnection connection, string sql, (string Name, object Value)[] values)
    {
        DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements are constants of this assembly; everything from outside is a parameter.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach ((string name, object value) in values)
        {
            DbParameter parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
