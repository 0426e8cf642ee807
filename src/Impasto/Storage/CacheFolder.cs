namespace Impasto.Storage;

/// <summary>
/// A folder of files that may be lost at any time, kept below a size: those used longest ago go first.
/// </summary>
/// <remarks>
/// When a file was used is its time of change. Several processes may work in one folder: a file that another has
/// deleted already, or that can't be deleted, is passed by.
/// </remarks>
/// <param name="folder">The folder.</param>
/// <param name="pattern">Which of its files count, such as *.moments.</param>
/// <param name="limit">Bytes that they may take.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class CacheFolder(string folder, string pattern, long limit, TimeProvider clock)
{
    /// <summary>Deletes a file.</summary>
    public Action<string> Delete { get; init; } = File.Delete;

    /// <summary>Notes that a file was used now.</summary>
    public void Use(string path) => Try(() => File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime));

    /// <summary>Deletes what is above the limit.</summary>
    public void Trim()
    {
        List<(string Path, DateTime Used, long Bytes)> files = [];
        Try(() =>
        {
            foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles(pattern))
                Try(() => files.Add((file.FullName, file.LastWriteTimeUtc, file.Length)));
        });
        long left = files.Sum(file => file.Bytes);
        var oldestFirst = files.OrderBy(file => file.Used).ThenBy(file => file.Path, StringComparer.Ordinal);
        foreach ((string path, _, long bytes) in oldestFirst)
        {
            if (left <= limit)
                return;
            if (Try(() => Delete(path)))
                left -= bytes;
        }
    }

    private static bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
