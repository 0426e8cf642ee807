using System.Data.Common;

namespace Impasto.Studio.Storage;

/// <summary>Runs statements on one connection.</summary>
/// <param name="connection">The connection.</param>
/// <param name="transaction">The transaction that the statements belong to; null for none.</param>
internal sealed class DatabaseSession(DbConnection connection, DbTransaction? transaction)
{
    /// <summary>Seconds that a statement may take; null (the default) takes the connection's.</summary>
    public int? Seconds { get; init; }

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public async Task<int> ExecuteAsync(string sql, params (string Name, object Value)[] values)
    {
        await using DbCommand command = Command(sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Runs a query, or a statement with RETURNING.</summary>
    public async Task<List<T>> QueryAsync<T>(
        string sql, Func<DbDataReader, T> read, params (string Name, object Value)[] values)
    {
        await using DbCommand command = Command(sql, values);
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        List<T> rows = [];
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows;
    }

    private DbCommand Command(string sql, (string Name, object Value)[] values)
    {
        DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandTimeout = Seconds ?? command.CommandTimeout;
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
