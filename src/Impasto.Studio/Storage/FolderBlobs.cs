namespace Impasto.Studio.Storage;

/// <summary>Files in folders, one folder for each run.</summary>
internal sealed class FolderBlobs(string root) : IBlobStore
{
    public Task CheckAsync()
    {
        string file = Path.Combine(root, $"check.{Guid.NewGuid():N}");
        try
        {
            PrivateFiles.Open(file, FileMode.CreateNew).Dispose();
            System.IO.File.Delete(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A full disk is no reason to call the studio ill: whoever needs room gets a sentence of its own.
            if (!StoreTrouble.IsDiskFull(failure))
                throw new StoreAwayException($"the folder '{root}' can't be written: {failure.Message}", failure);
        }

        return Task.CompletedTask;
    }

    public Task WriteAsync(Guid run, BlobName name, byte[] bytes) =>
        WriteAsync(run, name, stream => stream.WriteAsync(bytes).AsTask());

    public Task WriteFileAsync(Guid run, BlobName name, string path) => WriteAsync(run, name, async stream =>
    {
        await using FileStream source = System.IO.File.OpenRead(path);
        await source.CopyToAsync(stream);
    });

    public Task<Stream?> OpenAsync(Guid run, BlobName name)
    {
        try
        {
            return Task.FromResult<Stream?>(System.IO.File.OpenRead(File(run, name)));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public async Task<byte[]?> ReadAsync(Guid run, BlobName name)
    {
        try
        {
            return await System.IO.File.ReadAllBytesAsync(File(run, name));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public Task DeleteAsync(Guid run)
    {
        try
        {
            if (Directory.Exists(Folder(run)))
                Directory.Delete(Folder(run), recursive: true);
        }
        catch (IOException)
        {
            // A worker has just written a file there. Its next report shows that the run is gone; then it removes the
            // rest.
        }

        return Task.CompletedTask;
    }

    public long FreeBytes() => new DriveInfo(Path.GetFullPath(root)).AvailableFreeSpace;

    private async Task WriteAsync(Guid run, BlobName name, Func<FileStream, Task> write)
    {
        PrivateFiles.CreateFolder(Folder(run));
        string file = File(run, name), temporary = $"{file}.{Guid.NewGuid():N}";
        try
        {
            await using (FileStream stream = PrivateFiles.Open(temporary, FileMode.CreateNew))
            {
                await write(stream);
                stream.Flush(flushToDisk: true);
            }

            System.IO.File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            System.IO.File.Delete(temporary);
        }
    }

    private string Folder(Guid run) => Path.Combine(root, run.ToString("N"));

    private string File(Guid run, BlobName name) => Path.Combine(Folder(run), name.Text);
}
