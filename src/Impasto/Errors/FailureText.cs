namespace Impasto;

/// <summary>Turns the message of a failure into a clause of one of our sentences.</summary>
internal static class FailureText
{
    /// <summary>
    /// The first line of the message without its full stop, to follow a colon: "'x' can't be read: REASON."
    /// </summary>
    public static string Reason(this Exception failure)
    {
        if (IsDiskFull(failure))
            return "the disk is full";
        string line = failure.Message.Split('\n')[0].TrimEnd('\r', '.');
        // .NET repeats the path: "Access to the path is denied : '/disk/x.png'".
        int path = failure is IOException ? line.IndexOf(" : '", StringComparison.Ordinal) : -1;
        return path > 0 ? line[..path] : line;
    }

    // What the system says, or for quotas: ENOSPC, EDQUOT (Linux, macOS), ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL.
    private static bool IsDiskFull(Exception failure) => failure is IOException
        && (failure.HResult is 28 or 122 or 69 || (failure.HResult & 0xFFFF) is 0x70 or 0x27 && failure.HResult < 0);

    /// <summary>Why a file can't be opened, as a clause.</summary>
    /// <param name="failure">What opening it threw: an IOException or an UnauthorizedAccessException.</param>
    /// <param name="path">The file.</param>
    public static string ReadReason(this Exception failure, string path) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => Directory.Exists(path) ? "it is a folder" : "it may not be read",
        _ => failure.Reason(),
    };
}
