using System.Security.Cryptography;
using System.Text;

namespace Impasto.Storage;

/// <summary>Writes files so that they are there whole or not at all.</summary>
public static class AtomicFile
{
    private const int LongestName = 255;

    /// <summary>Writes to a temporary file beside the target and renames it; after a failure the target is as it was.</summary>
    /// <param name="path">The target.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="write">Fills the file.</param>
    /// <exception cref="ImpastoException">The target exists and may not be replaced, or can't be written.</exception>
    public static void Write(string path, bool overwrite, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        WritePath(path, overwrite, temporary =>
        {
            using FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write);
            write(stream);
            stream.Flush(flushToDisk: true);
        });
    }

    /// <summary>As <see cref="Write(string, bool, Action{Stream})"/> for writers that want a file's name.</summary>
    /// <param name="path">The target.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="write">Creates the file of the name it is given, which ends as the target's does.</param>
    /// <exception cref="ImpastoException">The target exists and may not be replaced, or can't be written.</exception>
    public static void WritePath(string path, bool overwrite, Action<string> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        Check(path, overwrite);
        Write(path, Temporary(path), overwrite, write);
    }

    /// <summary>
    /// As <see cref="Write(string, bool, Action{Stream})"/> for a file that one program writes again and again: what a killed one leaves half written is
    /// replaced by the next, since it has always the same name.
    /// </summary>
    /// <param name="path">The target; replaced.</param>
    /// <param name="write">Fills the file.</param>
    /// <exception cref="ImpastoException">The target can't be written.</exception>
    public static void Rewrite(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        CheckPlace(path);
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFileName(path))))[..32];
        Write(path, Path.Combine(Folder(path), $".impasto-{name}.part"), overwrite: true, temporary =>
        {
            using FileStream stream = new(temporary, FileMode.Create, FileAccess.Write);
            write(stream);
            stream.Flush(flushToDisk: true);
        });
    }

    private static void Write(string path, string temporary, bool overwrite, Action<string> write)
    {
        try
        {
            write(temporary);
            File.Move(temporary, path, overwrite);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImpastoException($"'{path}' can't be written: {failure.Message.TrimEnd('.')}.", failure);
        }
        finally
        {
            Remove(temporary);
        }
    }

    /// <summary>Finds out beforehand whether a file can be written.</summary>
    /// <exception cref="ImpastoException">It exists and may not be replaced, is a folder, or its folder is missing or closed.</exception>
    public static void Check(string path, bool overwrite)
    {
        CheckPlace(path);
        if (!overwrite && File.Exists(path))
            throw new ImpastoException($"'{path}' exists already: choose another name, or replace it with --force.");
        try
        {
            using FileStream probe = new(Temporary(path), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImpastoException($"'{path}' can't be written: {failure.Message.TrimEnd('.')}.", failure);
        }
    }

    private static void CheckPlace(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string folder = Folder(path);
        if (Directory.Exists(path))
            throw new ImpastoException($"'{path}' can't be written: it is a folder.");
        if (!Directory.Exists(folder))
            throw new ImpastoException($"'{path}' can't be written: there is no folder '{folder}'.");
        int length = Encoding.UTF8.GetByteCount(Path.GetFileName(path));
        if (length > LongestName)
            throw new ImpastoException($"'{path}' can't be written: its name has {length} bytes, and file systems take {LongestName}.");
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What went wrong before says more than that its rest can't be removed.
        }
    }

    // Not the target's name with something added: that might be too long.
    private static string Temporary(string path) => Path.Combine(Folder(path), $".impasto-{Guid.NewGuid():N}{Path.GetExtension(path)}");

    private static string Folder(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? Path.GetPathRoot(path)!;
}
