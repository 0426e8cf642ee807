using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Impasto.Studio.Storage;

/// <summary>Tells apart why something could not be stored: the disk is full, or the store is away for now.</summary>
internal static class StoreTrouble
{
    private const int NoSpace = 28;
    private const int OverQuota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    // Source: SQLite, Result and Extended Result Codes: SQLITE_FULL, SQLITE_IOERR_SHMSIZE.
    private const int SqliteFull = 13;
    private const int SqliteSharedMemory = 4874;

    /// <summary>True if the disk is full, here or where the database is.</summary>
    public static bool IsDiskFull(Exception failure) => failure switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode == SqliteFull
            || sqlite.SqliteExtendedErrorCode == SqliteSharedMemory,
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.DiskFull,
        IOException { HResult: NoSpace or OverQuota or WindowsDiskFull } => true,
        _ => failure.InnerException is { } inner && IsDiskFull(inner),
    };

    /// <summary>True if the store does not answer, or not as it should; it may do so later.</summary>
    public static bool IsAway(Exception failure) =>
        failure is DbException && !IsDiskFull(failure) && !IsRefused(failure);

    /// <summary>True if something could not be created because it is there.</summary>
    public static bool ExistsAlready(Exception failure) => failure is PostgresException
    {
        SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateTable
            or PostgresErrorCodes.DuplicateColumn or PostgresErrorCodes.DuplicateObject,
    };

    // Trying again does not help: a value that the database never takes, such as a text with a zero character (classes
    // 22 and 23 of SQL's states), or a damaged file (SQLITE_CORRUPT, SQLITE_TOOBIG, SQLITE_CONSTRAINT,
    // SQLITE_MISMATCH, SQLITE_NOTADB).
    private static bool IsRefused(Exception failure) => failure
        is PostgresException { SqlState: ['2', '2' or '3', ..] }
        or SqliteException { SqliteErrorCode: 11 or 18 or 19 or 20 or 26 };
}
