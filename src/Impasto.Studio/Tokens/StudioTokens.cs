using System.Data.Common;
using System.Text.RegularExpressions;
using Impasto.Studio.Storage;

namespace Impasto.Studio.Tokens;

/// <summary>
/// The named tokens of a studio: kept across its starts, shared by all studios on one database, and changed while they
/// run.
/// </summary>
public sealed partial class StudioTokens : IAsyncDisposable
{
    private readonly Database _database;
    private readonly TokenStore _tokens;

    private StudioTokens(Database database, TimeProvider clock)
    {
        _database = database;
        _tokens = new TokenStore(database, clock);
    }

    /// <summary>Opens the tokens of a studio, whether it runs or not.</summary>
    /// <param name="dataFolder">The studio's folder; it is created if it is missing.</param>
    /// <param name="store">Connection string of its database; null for the folder.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="ImpastoException">The folder or the database can't be used.</exception>
    public static async Task<StudioTokens> OpenAsync(string dataFolder, string? store, TimeProvider clock)
    {
        Database? database = null;
        try
        {
            database = StoreFiles.OpenDatabase(dataFolder, store);
            await TokenStore.PrepareAsync(database);
            return new StudioTokens(database, clock);
        }
        catch (DbException failure)
        {
            await database!.DisposeAsync();
            throw StoreFiles.Unusable(failure);
        }
    }

    /// <summary>Creates a token.</summary>
    /// <param name="name">Its name: 1 to 64 of the letters A to Z and a to z, digits, and . _ @ -.</param>
    /// <returns>The token, which is stored nowhere: this is the only time to read it.</returns>
    /// <exception cref="ImpastoException">The name is invalid or taken.</exception>
    public async Task<string> AddAsync(string name)
    {
        if (!Name().IsMatch(name))
        {
            throw new ImpastoException(
                $"Expected a name of 1 to 64 letters, digits, '.', '_', '@' or '-', got '{name}'.");
        }

        string token = StudioToken.Create();
        return await _tokens.AddAsync(name, token)
            ? token
            : throw new ImpastoException($"There is a token '{name}' already: revoke it, or choose another name.");
    }

    /// <summary>All tokens, by name.</summary>
    public async Task<IReadOnlyList<NamedToken>> ListAsync() => await _tokens.ListAsync();

    /// <summary>Removes a token: from now on no studio takes it, nor a page that signed in with it.</summary>
    /// <exception cref="ImpastoException">There is no token of that name.</exception>
    public async Task RevokeAsync(string name)
    {
        if (!await _tokens.RevokeAsync(name))
            throw new ImpastoException($"There is no token '{name}'.");
    }

    /// <summary>Closes the store.</summary>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [GeneratedRegex("^[A-Za-z0-9._@-]{1,64}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
