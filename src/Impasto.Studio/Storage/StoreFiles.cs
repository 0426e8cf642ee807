using System.Data.Common;

namespace Impasto.Studio.Storage;

/// <summary>Opens the database of a studio: a file in its folder, or PostgreSQL.</summary>
internal static class StoreFiles
{
    /// <summary>Opens it; the lock of the folder is the caller's matter.</summary>
    /// <param name="folder">The data folder; it is created if it is missing.</param>
    /// <param name="store">Connection string of PostgreSQL; null for the file in the folder.</param>
    /// <param name="isAlone">
    /// True if no other program has the file open, so that its mode can be set. Default: false, beside a studio.
    /// </param>
    /// <exception cref="ImpastoException">One of them can't be used.</exception>
    public static Database OpenDatabase(string folder, string? store, bool isAlone = false)
    {
        try
        {
            if (store is not null)
                return Database.Postgres(store);
            PrivateFiles.CreateFolder(folder);
            string file = Path.Combine(folder, "studio.db");
            // SQLite gives its other files the mode of this one.
            if (isAlone || !File.Exists(file))
                PrivateFiles.Protect(file);
            return Database.Sqlite(file, new DiskReserve(Path.Combine(folder, "reserve")));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unusable(folder, failure);
        }
        catch (ArgumentException failure)
        {
            throw NoConnection(failure);
        }
    }

    /// <summary>A folder that can't be used.</summary>
    public static ImpastoException Unusable(string folder, Exception failure, string advice = "") =>
        new($"The data folder '{folder}' can't be used: {failure.Message.TrimEnd('.')}{advice}.", failure);

    /// <summary>A database that can't be used.</summary>
    public static ImpastoException Unusable(DbException failure) =>
        new($"The store can't be used: {failure.Message.TrimEnd('.')}.", failure);

    /// <summary>A connection string that is none; the text itself may have a password in it.</summary>
    private static InvalidOptionsException NoConnection(ArgumentException failure) => new(
    [
        new OptionProblem(
            "store",
            null,
            "expected a connection string of PostgreSQL such as Host=...;Database=...;Username=..., got something else "
                + $"({failure.Message.TrimEnd('.')})"),
    ]);
}
