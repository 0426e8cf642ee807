namespace Impasto.Studio.Runs;

/// <summary>A folder for one process's passing files; those of processes that died are removed.</summary>
internal sealed class WorkFolder : IDisposable
{
    private const string LockName = "lock";

    private readonly FileStream _lock;

    /// <param name="root">Where such folders lie.</param>
    public WorkFolder(string root)
    {
        Directory.CreateDirectory(root);
        foreach (string folder in Directory.GetDirectories(root))
            RemoveIfDead(folder);
        Path = Directory.CreateDirectory(System.IO.Path.Combine(root, Guid.NewGuid().ToString("N"))).FullName;
        _lock = new FileStream(System.IO.Path.Combine(Path, LockName), FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    public string Path { get; }

    public void Dispose()
    {
        _lock.Dispose();
        Directory.Delete(Path, recursive: true);
    }

    // Whose lock can be had is nobody's any more.
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
            // It is somebody's.
        }
    }
}
