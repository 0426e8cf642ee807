namespace Impasto.Studio.Storage;

/// <summary>Files in the database, so that workers on other machines see them.</summary>
internal sealed class DatabaseBlobs(Database database) : IBlobStore
{
    // PostgreSQL's limit of a value and of a message is 1 GB, and a file is in memory while it is read.
    private const long MostBytes = 500_000_000;

    /// <summary>Creates the table if it is missing.</summary>
    public Task PrepareAsync() => database.ExecuteAsync(
        $"""
        CREATE TABLE IF NOT EXISTS run_files (
            run TEXT NOT NULL, name TEXT NOT NULL, bytes {database.Bytes} NOT NULL, PRIMARY KEY (run, name))
        """);

    public Task CheckAsync() => database.QueryAsync(
        "SELECT name FROM run_files WHERE run = @run LIMIT 1", row => row.GetString(0), Run(Guid.Empty));

    public Task WriteAsync(Guid run, BlobName name, byte[] bytes) => database.ExecuteAsync(
        """
        INSERT INTO run_files (run, name, bytes) VALUES (@run, @name, @bytes)
        ON CONFLICT (run, name) DO UPDATE SET bytes = excluded.bytes
        """,
        Run(run), ("name", name.Text), ("bytes", bytes));

    public async Task<byte[]?> ReadAsync(Guid run, BlobName name) => (await database.QueryAsync(
        "SELECT bytes FROM run_files WHERE run = @run AND name = @name",
        row => row.GetFieldValue<byte[]>(0),
        Run(run), ("name", name.Text))).FirstOrDefault();

    public async Task<Stream?> OpenAsync(Guid run, BlobName name) =>
        await ReadAsync(run, name) is { } bytes ? new MemoryStream(bytes, writable: false) : null;

    public async Task WriteFileAsync(Guid run, BlobName name, string path)
    {
        long bytes = new FileInfo(path).Length;
        if (bytes > MostBytes)
        {
            throw new ImpastoException(
                $"The result has {bytes / 1e6:0} MB, and the database holds files of up to {MostBytes / 1e6:0}: "
                + "use a smaller size.");
        }

        await WriteAsync(run, name, await File.ReadAllBytesAsync(path));
    }

    public Task DeleteAsync(Guid run) => database.ExecuteAsync("DELETE FROM run_files WHERE run = @run", Run(run));

    // The disk of the database can't be measured from here; the limit on the bytes of all runs applies instead.
    public long FreeBytes() => long.MaxValue;

    private static (string, object) Run(Guid run) => ("run", run.ToString("N"));
}
