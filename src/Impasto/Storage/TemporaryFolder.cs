namespace Impasto.Storage;

/// <summary>Where temporary files go that are there to save memory.</summary>
internal static class TemporaryFolder
{
    // Where Linux keeps large temporary files, on a disk.
    private const string Large = "/var/tmp/";

    /// <summary>
    /// The system's folder for temporary files; where that lies in memory and TMPDIR does not ask for it, the one for
    /// large ones.
    /// </summary>
    public static string Default => Choose(Path.GetTempPath(), Environment.GetEnvironmentVariable("TMPDIR"), FormatOf);

    /// <summary>As <see cref="Default"/>.</summary>
    /// <param name="usual">The system's folder.</param>
    /// <param name="asked">TMPDIR; null where it is not set.</param>
    /// <param name="formatOf">A folder's file system; null where there is no such folder.</param>
    public static string Choose(string usual, string? asked, Func<string, string?> formatOf) =>
        string.IsNullOrEmpty(asked) && IsMemory(formatOf(usual)) && formatOf(Large) is { } format && !IsMemory(format)
            ? Large : usual;

    private static bool IsMemory(string? format) => format is "tmpfs" or "ramfs";

    private static string? FormatOf(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? new DriveInfo(folder).DriveFormat : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
