using Impasto.Studio.Storage;

namespace Impasto.Studio.Tokens;

/// <summary>The named tokens of a studio; only their digests are stored.</summary>
internal sealed class TokenStore(Database database, TimeProvider clock)
{
    /// <summary>Creates the table if it is missing.</summary>
    public static Task PrepareAsync(Database database) => database.ExecuteAsync("""
        CREATE TABLE IF NOT EXISTS tokens (
            name TEXT PRIMARY KEY, token_digest TEXT NOT NULL, cookie_digest TEXT NOT NULL, created BIGINT NOT NULL)
        """);

    /// <summary>Stores a new token.</summary>
    /// <returns>False if there is one of that name.</returns>
    public async Task<bool> AddAsync(string name, string token) => await database.ExecuteAsync(
        """
        INSERT INTO tokens (name, token_digest, cookie_digest, created)
        SELECT @name, @token, @cookie, @created
        WHERE NOT EXISTS (SELECT 1 FROM tokens WHERE name = @name)
        """,
        ("name", name), ("token", TokenDigest.Of(token)), ("cookie", TokenDigest.Of(TokenDigest.Cookie(token))),
        ("created", clock.GetUtcNow().ToUnixTimeMilliseconds())) == 1;

    /// <summary>Removes a token.</summary>
    /// <returns>False if there is none of that name.</returns>
    public async Task<bool> RevokeAsync(string name) =>
        await database.ExecuteAsync("DELETE FROM tokens WHERE name = @name", ("name", name)) == 1;

    /// <summary>Names and times of creation, by name.</summary>
    public Task<List<NamedToken>> ListAsync() => database.QueryAsync(
        "SELECT name, created FROM tokens ORDER BY name",
        row => new NamedToken(row.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1))));

    /// <summary>Whether there is any.</summary>
    public async Task<bool> AnyAsync() =>
        (await database.QueryAsync("SELECT COUNT(*) FROM tokens", row => row.GetInt64(0)))[0] > 0;

    /// <summary>The names of all tokens.</summary>
    public async Task<HashSet<string>> NamesAsync() =>
        [.. await database.QueryAsync("SELECT name FROM tokens", row => row.GetString(0))];

    /// <summary>The name of a token; null if it is not stored.</summary>
    public Task<string?> FindAsync(string token) => FindAsync("token_digest", TokenDigest.Of(token));

    /// <summary>The name of the token that a cookie stands for; null if it stands for none.</summary>
    public Task<string?> FindByCookieAsync(string cookie) => FindAsync("cookie_digest", TokenDigest.Of(cookie));

    private async Task<string?> FindAsync(string column, string digest) => (await database.QueryAsync(
        $"SELECT name FROM tokens WHERE {column} = @digest", row => row.GetString(0), ("digest", digest)))
        .FirstOrDefault();
}
