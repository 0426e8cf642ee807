namespace Impasto.Storage;

/// <summary>The folder for temporary files that save memory.</summary>
internal static class TemporaryFolder
{
    // Linux keeps large temporary files here, on a disk.
    private const string Large = "/var/tmp/";

    /// <summary>
    /// The system's folder for temporary files; the one for large files if that folder is in memory and TMPDIR does not
    /// name it.
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
