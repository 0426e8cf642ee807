namespace Impasto.Studio.Storage;

/// <summary>Files in folders, one folder for each run.</summary>
internal sealed class FolderBlobs(string root) : IBlobStore
{
    public async Task WriteAsync(Guid run, BlobName name, byte[] bytes)
    {
        PrivateFiles.CreateFolder(Folder(run));
        string file = File(run, name), temporary = $"{file}.{Guid.NewGuid():N}";
        try
        {
            await using (FileStream stream = PrivateFiles.Open(temporary, FileMode.CreateNew))
            {
                await stream.WriteAsync(bytes);
                stream.Flush(flushToDisk: true);
            }

            System.IO.File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            System.IO.File.Delete(temporary);
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

    private string Folder(Guid run) => Path.Combine(root, run.ToString("N"));

    private string File(Guid run, BlobName name) => Path.Combine(Folder(run), name.Text);
}
