namespace Impasto.Studio.Storage;

/// <summary>Checkpoints in the folders of their runs.</summary>
internal sealed class FolderCheckpoints(string root) : ICheckpointStore
{
    public string PathOf(Guid run) => Path.Combine(root, run.ToString("N"), "checkpoint");

    // The file is where it belongs already; its mode is that of the library's files.
    public Task KeepAsync(Guid run, int attempt)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(PathOf(run)))
            File.SetUnixFileMode(PathOf(run), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return Task.CompletedTask;
    }

    public Task<bool> FetchAsync(Guid run) => Task.FromResult(File.Exists(PathOf(run)));

    public Task<bool> CopyAsync(Guid from, Guid to)
    {
        if (!File.Exists(PathOf(from)))
            return Task.FromResult(false);
        PrivateFiles.CreateFolder(Path.GetDirectoryName(PathOf(to))!);
        File.Copy(PathOf(from), PathOf(to), overwrite: true);
        return Task.FromResult(true);
    }

    public Task RemoveAsync(Guid run)
    {
        if (Directory.Exists(Path.GetDirectoryName(PathOf(run))))
            File.Delete(PathOf(run));
        return Task.CompletedTask;
    }
}
