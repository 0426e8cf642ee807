using System.Collections.Concurrent;

namespace Impasto.Studio.Storage;

/// <summary>Checkpoints in the database, in pieces, so that workers on other machines find them.</summary>
/// <remarks>
/// The last piece, number -1, is written last and makes a checkpoint complete: a worker that dies before leaves the
/// previous checkpoint in place.
/// </remarks>
internal sealed class DatabaseCheckpoints(Database database, WorkFolder work) : ICheckpointStore
{
    private const int PieceBytes = 8 << 20;
    private const long VersionsAnAttempt = 1_000_000;

    private readonly ConcurrentDictionary<Guid, (DateTime Written, long Count)> _kept = new();

    /// <summary>Creates the table if it is missing.</summary>
    public Task PrepareAsync() => database.ExecuteAsync(
        $"""
        CREATE TABLE IF NOT EXISTS run_checkpoints (
            run TEXT NOT NULL, version BIGINT NOT NULL, piece INTEGER NOT NULL, bytes {database.Bytes} NOT NULL,
            PRIMARY KEY (run, version, piece))
        """);

    public string PathOf(Guid run) => Path.Combine(work.Path, $"{run:N}.checkpoint");

    public async Task KeepAsync(Guid run, int attempt)
    {
        string path = PathOf(run);
        if (!File.Exists(path))
            return;
        (DateTime written, long count) = _kept.GetValueOrDefault(run);
        DateTime now = File.GetLastWriteTimeUtc(path);
        if (now == written)
            return;
        long version = (attempt * VersionsAnAttempt) + count;
        await WritePiecesAsync(run, version, path);
        await database.ExecuteAsync(
            "DELETE FROM run_checkpoints WHERE run = @run AND version < @version", Run(run), ("version", version));
        _kept[run] = (now, count + 1);
    }

    public async Task<bool> FetchAsync(Guid run)
    {
        string path = PathOf(run), part = $"{path}.part";
        // A file of an earlier attempt must not be taken for this one's.
        File.Delete(path);
        if (await NewestAsync(run) is not { } version)
            return false;
        int pieces = await ReadPiecesAsync(run, version, part);
        File.Move(part, path, overwrite: true);
        // What was just read need not be stored again.
        _kept[run] = (File.GetLastWriteTimeUtc(path), _kept.GetValueOrDefault(run).Count);
        return pieces > 0;
    }

    public async Task<bool> CopyAsync(Guid from, Guid to)
    {
        if (await NewestAsync(from) is not { } version)
            return false;
        int copied = await database.ExecuteAsync(
            """
            INSERT INTO run_checkpoints (run, version, piece, bytes)
            SELECT @to, 0, piece, bytes FROM run_checkpoints WHERE run = @run AND version = @version
            """,
            Run(from), ("to", to.ToString("N")), ("version", version));
        return copied > 0;
    }

    public async Task RemoveAsync(Guid run)
    {
        _kept.TryRemove(run, out _);
        File.Delete(PathOf(run));
        await database.ExecuteAsync("DELETE FROM run_checkpoints WHERE run = @run", Run(run));
    }

    private async Task<long?> NewestAsync(Guid run) => (await database.QueryAsync(
        "SELECT version FROM run_checkpoints WHERE run = @run AND piece = -1 ORDER BY version DESC LIMIT 1",
        row => (long?)row.GetInt64(0), Run(run))).FirstOrDefault();

    private async Task<int> ReadPiecesAsync(Guid run, long version, string path)
    {
        await using FileStream file = File.Create(path);
        for (int piece = 0; ; piece++)
        {
            List<byte[]> found = await database.QueryAsync(
                "SELECT bytes FROM run_checkpoints WHERE run = @run AND version = @version AND piece = @piece",
                row => row.GetFieldValue<byte[]>(0), Run(run), ("version", version), ("piece", piece));
            if (found.Count == 0)
                return piece;
            await file.WriteAsync(found[0]);
        }
    }

    private async Task WritePiecesAsync(Guid run, long version, string path)
    {
        await using (FileStream file = File.OpenRead(path))
        {
            byte[] buffer = new byte[PieceBytes];
            for (int piece = 0; ; piece++)
            {
                int read = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false);
                if (read == 0)
                    break;
                await WriteAsync(run, version, piece, buffer[..read]);
            }
        }

        await WriteAsync(run, version, -1, []);
    }

    private Task<int> WriteAsync(Guid run, long version, int piece, byte[] bytes) => database.ExecuteAsync(
        """
        INSERT INTO run_checkpoints (run, version, piece, bytes) VALUES (@run, @version, @piece, @bytes)
        ON CONFLICT (run, version, piece) DO UPDATE SET bytes = excluded.bytes
        """,
        Run(run), ("version", version), ("piece", piece), ("bytes", bytes));

    private static (string, object) Run(Guid run) => ("run", run.ToString("N"));
}
