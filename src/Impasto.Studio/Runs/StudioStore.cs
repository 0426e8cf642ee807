using System.Data.Common;
using Impasto.Studio.Storage;
using Impasto.Studio.Tokens;
using Impasto.Studio.Workers;

namespace Impasto.Studio.Runs;

/// <summary>Everything a studio stores: in one folder, or in a database for many machines.</summary>
internal sealed class StudioStore : IAsyncDisposable
{
    private readonly FileStream? _lock;
    private bool _isPrepared;

    private StudioStore(StudioSettings settings, Database database, FileStream? folderLock)
    {
        Database = database;
        _lock = folderLock;
        Runs = new RunStore(database, settings.Clock);
        Claims = new RunClaims(database, settings.Clock);
        Tokens = new TokenStore(database, settings.Clock);
        Workers = new WorkerTable(database, settings.Clock);
        Work = new WorkFolder(Path.Combine(settings.DataFolder, "temporary"));
        string runs = Path.Combine(settings.DataFolder, "runs");
        Blobs = settings.Files is { } files ? OpenFiles(files, settings)
            : settings.Store is null ? new FolderBlobs(runs)
            : new DatabaseBlobs(database);
        Checkpoints = settings.Store is null ? new FolderCheckpoints(runs) : new DatabaseCheckpoints(database, Work);
    }

    /// <summary>What all tables are in.</summary>
    public Database Database { get; }

    public RunStore Runs { get; }

    public RunClaims Claims { get; }

    public TokenStore Tokens { get; }

    public WorkerTable Workers { get; }

    public IBlobStore Blobs { get; }

    public ICheckpointStore Checkpoints { get; }

    /// <summary>Room for what must be stored when the disk is full; null if the store is elsewhere.</summary>
    public DiskReserve? Reserve => Database.Reserve;

    /// <summary>For files that this process alone needs.</summary>
    public WorkFolder Work { get; }

    /// <summary>Opens the folder or the database; <see cref="PrepareAsync"/> creates what is missing.</summary>
    /// <exception cref="ImpastoException">Another studio has the folder, or the settings are invalid.</exception>
    public static StudioStore Open(StudioSettings settings)
    {
        try
        {
            PrivateFiles.CreateFolder(settings.DataFolder);
            if (settings.Store is not null)
                return new StudioStore(settings, StoreFiles.OpenDatabase(settings.DataFolder, settings.Store), null);
            PrivateFiles.CreateOwnFolder(Path.Combine(settings.DataFolder, "runs"));
            FileStream folderLock = PrivateFiles.Open(
                Path.Combine(settings.DataFolder, "lock"), FileMode.OpenOrCreate);
            return new StudioStore(
                settings, StoreFiles.OpenDatabase(settings.DataFolder, null, isAlone: true), folderLock);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw StoreFiles.Unusable(settings.DataFolder, failure, " (is another studio running on it?)");
        }
    }

    /// <summary>Creates what is missing; does nothing the second time.</summary>
    /// <exception cref="ImpastoException">The database can't be reached.</exception>
    public async Task PrepareAsync()
    {
        if (_isPrepared)
            return;
        try
        {
            await PrepareTablesAsync(tries: 5);
            _isPrepared = true;
        }
        catch (DbException failure)
        {
            throw StoreFiles.Unusable(failure);
        }
    }

    private async Task PrepareTablesAsync(int tries)
    {
        try
        {
            await PrepareTablesAsync();
        }
        catch (DbException failure) when (StoreTrouble.ExistsAlready(failure) && tries > 1)
        {
            // Another program that starts now was quicker.
            await PrepareTablesAsync(tries - 1);
        }
    }

    private async Task PrepareTablesAsync()
    {
        await Database.CheckAsync();
        await RunTables.PrepareAsync(Database);
        await TokenStore.PrepareAsync(Database);
        await WorkerTable.PrepareAsync(Database);
        if (Checkpoints is DatabaseCheckpoints checkpoints)
            await checkpoints.PrepareAsync();
        else
            await Database.ExecuteAsync("PRAGMA journal_mode = WAL");
        if (Blobs is DatabaseBlobs blobs)
            await blobs.PrepareAsync();
        await Blobs.CheckAsync();
    }

    private static S3Blobs OpenFiles(string files, StudioSettings settings)
    {
        S3Address address = S3Address.Parse(files)
            ?? throw new InvalidOptionsException(
                [new OptionProblem("files", files, "expected s3://BUCKET or s3://BUCKET/PREFIX")]);
        return new S3Blobs(
            address, settings.FilesEndpoint, Environment.GetEnvironmentVariable("AWS_REGION"), settings.FilesKeys);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        (Blobs as IDisposable)?.Dispose();
        Work.Dispose();
        if (_lock is not null)
            await _lock.DisposeAsync();
    }
}
