namespace Impasto.Studio.Storage;

/// <summary>
/// A file that only takes up room. It is removed when the disk is full, so that the end of a run and the removal of
/// runs can still be stored.
/// </summary>
/// <param name="file">The file.</param>
internal sealed class DiskReserve(string file)
{
    // A transaction of this program writes some pages of 4 KB to SQLite's log. The log is written to the database after
    // 1000 pages: one such turn fits twice.
    private const int Bytes = 8 << 20;

    /// <summary>Creates the file if it is missing and there is room enough.</summary>
    public void Restore()
    {
        if (File.Exists(file))
            return;
        try
        {
            if (new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(file))!).AvailableFreeSpace > 4L * Bytes)
                Write();
        }
        catch (IOException)
        {
            File.Delete(file);
        }
    }

    /// <summary>Removes the file.</summary>
    /// <returns>True if it was there.</returns>
    public bool Release()
    {
        bool exists = File.Exists(file);
        File.Delete(file);
        return exists;
    }

    private void Write()
    {
        using FileStream stream = PrivateFiles.Open(file, FileMode.Create);
        stream.Write(new byte[Bytes]);
    }
}
