using System.Data.Common;
using Impasto.Studio.Storage;

namespace Impasto.Studio.Runs;

/// <summary>Everything a studio stores: in one folder, or in a database for many machines.</summary>
internal sealed class StudioStore : IAsyncDisposable
{
    private readonly Database _database;
    private readonly FileStream? _lock;

    private StudioStore(StudioSettings settings, Database database, FileStream? folderLock)
    {
        _database = database;
        _lock = folderLock;
        Runs = new RunStore(database, settings.Clock);
        Work = new WorkFolder(Path.Combine(settings.DataFolder, "temporary"));
        string runs = Path.Combine(settings.DataFolder, "runs");
        Blobs = settings.Store is null ? new FolderBlobs(runs) : new DatabaseBlobs(database);
        Checkpoints = settings.Store is null ? new FolderCheckpoints(runs) : new DatabaseCheckpoints(database, Work);
    }

    public RunStore Runs { get; }

    public IBlobStore Blobs { get; }

    public ICheckpointStore Checkpoints { get; }

    /// <summary>For files that this process alone needs.</summary>
    public WorkFolder Work { get; }

    /// <summary>
    /// Connection string of the queue's tables in a folder. They have a file of their own: two writers in one file
    /// would wait for each other.
    /// </summary>
    public static string QueueFile(StudioSettings settings) =>
        $"Data Source={Path.Combine(settings.DataFolder, "queue.db")};Default Timeout=30";

    /// <summary>Opens the folder or the database; <see cref="PrepareAsync"/> creates what is missing.</summary>
    /// <exception cref="ImpastoException">Another studio has the folder, or the settings are invalid.</exception>
    public static StudioStore Open(StudioSettings settings)
    {
        try
        {
            Directory.CreateDirectory(settings.DataFolder);
            if (settings.Store is { } connection)
                return new StudioStore(settings, Database.Postgres(connection), null);
            Directory.CreateDirectory(Path.Combine(settings.DataFolder, "runs"));
            var database = Database.Sqlite(Path.Combine(settings.DataFolder, "studio.db"));
            FileStream folderLock = new(
                Path.Combine(settings.DataFolder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new StudioStore(settings, database, folderLock);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImpastoException(
                $"The data folder '{settings.DataFolder}' can't be used: {failure.Reason()} "
                + "(is another studio running on it?).",
                failure);
        }
        catch (ArgumentException failure)
        {
            throw new ImpastoException(
                "--store: expected a connection string of PostgreSQL such as Host=...;Database=...;Username=..., "
                + $"got something else ({failure.Reason()}).",
                failure);
        }
    }

    /// <summary>Creates what is missing.</summary>
    /// <exception cref="ImpastoException">The database can't be reached.</exception>
    public async Task PrepareAsync()
    {
        try
        {
            await Runs.PrepareAsync();
            if (Blobs is DatabaseBlobs blobs && Checkpoints is DatabaseCheckpoints checkpoints)
            {
                await blobs.PrepareAsync();
                await checkpoints.PrepareAsync();
            }
            else
            {
                await _database.ExecuteAsync("PRAGMA journal_mode = WAL");
            }
        }
        catch (DbException failure)
        {
            throw new ImpastoException($"The store can't be used: {failure.Reason()}.", failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Work.Dispose();
        if (_lock is not null)
            await _lock.DisposeAsync();
    }
}
