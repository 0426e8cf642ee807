namespace Impasto.Studio.Storage;

/// <summary>A folder for the temporary files of one process; removes the folders of processes that died.</summary>
internal sealed class WorkFolder : IDisposable
{
    private const string LockName = "lock";

    private readonly FileStream _lock;

    /// <summary>Creates the folder and locks it for as long as this process lives.</summary>
    /// <param name="root">The parent of all such folders.</param>
    public WorkFolder(string root)
    {
        PrivateFiles.CreateOwnFolder(root);
        foreach (string folder in Directory.GetDirectories(root))
            RemoveIfDead(folder);
        Path = Directory.CreateDirectory(System.IO.Path.Combine(root, Guid.NewGuid().ToString("N"))).FullName;
        string file = System.IO.Path.Combine(Path, LockName);
        _lock = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    public string Path { get; }

    public void Dispose()
    {
        _lock.Dispose();
        Directory.Delete(Path, recursive: true);
    }

    // If the lock can be taken, the process of the folder is gone.
    private static void RemoveIfDead(string folder)
    {
        try
        {
            string file = System.IO.Path.Combine(folder, LockName);
            if (!File.Exists(file))
                return;
            using (new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.None))
            {
            }

            Directory.Delete(folder, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Its process still lives.
        }
    }
}
