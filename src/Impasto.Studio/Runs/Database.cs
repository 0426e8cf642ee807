using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Impasto.Studio.Runs;

/// <summary>SQLite or PostgreSQL, for statements that both understand.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly DbDataSource _source;

    private Database(DbDataSource source, string bytes)
    {
        _source = source;
        Bytes = bytes;
    }

    /// <summary>The type of a column of bytes.</summary>
    public string Bytes { get; }

    /// <summary>A file; its writers wait for each other, its readers for nobody.</summary>
    public static Database Sqlite(string file) => new(
        SqliteFactory.Instance.CreateDataSource(new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 }.ToString()), "BLOB");

    public static Database Postgres(string connection) => new(NpgsqlDataSource.Create(connection), "BYTEA");

    /// <summary>Runs a statement.</summary>
    /// <returns>The rows it changed.</returns>
    public async Task<int> ExecuteAsync(string sql, params (string Name, object Value)[] values)
    {
        await using DbConnection connection = await _source.OpenConnectionAsync();
        await using DbCommand command = Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Runs a statement and, if it changed a row, another: both or none.</summary>
    /// <returns>Whether it did.</returns>
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
    public async Task<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> read, params (string Name, object Value)[] values)
    {
        await using DbConnection connection = await _source.OpenConnectionAsync();
        await using DbCommand command = Command(connection, sql, values);
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        List<T> rows = [];
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static DbCommand Command(DbConnection connection, string sql, (string Name, object Value)[] values)
    {
        DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements are constants of this assembly; whatever comes from outside is a parameter.
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
