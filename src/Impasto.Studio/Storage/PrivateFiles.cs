namespace Impasto.Studio.Storage;

/// <summary>Folders and files that other users of the machine can't read.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    /// <summary>Creates a folder if it is missing.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnFolder);
    }

    /// <summary>Creates a folder that only this program uses, or makes it private if it is there.</summary>
    public static void CreateOwnFolder(string path)
    {
        CreateFolder(path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, OwnFolder);
    }

    /// <summary>Opens a file for writing; a new one is private.</summary>
    public static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnFile;
        return new FileStream(path, options);
    }

    /// <summary>Makes a file private that something else writes, or will write; creates it if it is missing.</summary>
    public static void Protect(string path)
    {
        using (Open(path, FileMode.OpenOrCreate))
        {
        }

        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, OwnFile);
    }
}
