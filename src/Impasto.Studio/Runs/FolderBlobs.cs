using Impasto.Storage;

namespace Impasto.Studio.Runs;

/// <summary>Files in folders, one a run.</summary>
internal sealed class FolderBlobs(string root) : IBlobStore
{
    public Task WriteAsync(Guid run, BlobName name, byte[] bytes)
    {
        Directory.CreateDirectory(Folder(run));
        AtomicFile.Write(File(run, name), overwrite: true, stream => stream.Write(bytes));
        return Task.CompletedTask;
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
            // A worker just put a file there: it hears that the run is gone and removes the rest itself.
        }

        return Task.CompletedTask;
    }

    public long FreeBytes() => new DriveInfo(Path.GetFullPath(root)).AvailableFreeSpace;

    private string Folder(Guid run) => Path.Combine(root, run.ToString("N"));

    private string File(Guid run, BlobName name) => Path.Combine(Folder(run), name.Text);
}
