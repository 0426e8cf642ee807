using Impasto.Studio.Tests.Browser;
using Npgsql;

namespace Impasto.Studio.Tests.Cluster;

/// <summary>
/// An empty database of a real PostgreSQL, removed after the test. Without a server the test is skipped, except in the
/// project's own check.
/// </summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private const string Variable = "IMPASTO_TEST_POSTGRES";

    private readonly string _server;
    private readonly string _name;

    private PostgresDatabase(string server, string name)
    {
        _server = server;
        _name = name;
        Connection = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20 }.ToString();
    }

    public string Connection { get; }

    public static async Task<PostgresDatabase> CreateAsync()
    {
        string? server = Environment.GetEnvironmentVariable(Variable);
        if (server is null)
        {
            Assert.SkipUnless(
                Environment.GetEnvironmentVariable(Chromium.Required) is { Length: > 0 },
                $"There is no PostgreSQL here ({Variable} names one).");
            Assert.Fail($"{Variable} names no PostgreSQL, and this check needs one.");
        }

        var database = new PostgresDatabase(server, $"impasto_{Guid.NewGuid():N}");
        await database.RunAsync($"CREATE DATABASE {database._name}");
        return database;
    }

    public async ValueTask DisposeAsync() => await RunAsync($"DROP DATABASE {_name} WITH (FORCE)");

    private async Task RunAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_server);
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
