using System.Security.Cryptography;
using System.Text;

namespace Impasto.Storage;

/// <summary>Writes files completely or not at all.</summary>
/// <remarks>
/// A symbolic link stays: the file that it names is replaced. The front ends compile this file as well: it is no part
/// of the library's public interface.
/// </remarks>
internal static class AtomicFile
{
    private const int LongestName = 255;

    /// <summary>
    /// Writes to a temporary file beside the target and renames it; after a failure the target is as it was.
    /// </summary>
    /// <param name="path">The target.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="write">Fills the file.</param>
    /// <exception cref="FileException">The target exists and may not be replaced, or can't be written.</exception>
    public static void Write(string path, bool overwrite, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        WritePath(path, overwrite, temporary =>
        {
            using FileStream stream = new(temporary, FileMode.Create, FileAccess.Write);
            write(stream);
            stream.Flush(flushToDisk: true);
        });
    }

    /// <summary>As <see cref="Write(string, bool, Action{Stream})"/> for writers that want a file's name.</summary>
    /// <param name="path">The target.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="write">Creates the file of the name it is given, which ends as the target's does.</param>
    /// <exception cref="FileException">The target exists and may not be replaced, or can't be written.</exception>
    public static void WritePath(string path, bool overwrite, Action<string> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        Check(path, overwrite);
        string target = Target(path);
        if (IsDevice(target))
            WriteDevice(path, target, write);
        else
            Write(path, target, Temporary(target), overwrite, write);
    }

    /// <summary>
    /// As <see cref="Write(string, bool, Action{Stream})"/>, for a file that a program writes again and again. The
    /// temporary file always has the same name: the next call replaces what a killed program left of it.
    /// </summary>
    /// <param name="path">The target; replaced.</param>
    /// <param name="write">Fills the file.</param>
    /// <exception cref="FileException">The target can't be written.</exception>
    public static void Rewrite(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        CheckPlace(path);
        string target = Target(path);
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFileName(target))))[..32];
        if (IsDevice(target))
            WriteDevice(path, target, Fill);
        else
            Write(path, target, Path.Combine(Folder(target), $".impasto-{name}.part"), overwrite: true, Fill);

        void Fill(string temporary)
        {
            using FileStream stream = new(temporary, FileMode.Create, FileAccess.Write);
            write(stream);
            stream.Flush(flushToDisk: true);
        }
    }

    private static void Write(string path, string target, string temporary, bool overwrite, Action<string> write)
    {
        try
        {
            write(temporary);
            KeepMode(target, temporary);
            File.Move(temporary, target, overwrite);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refused(path, failure.Reason(), failure);
        }
        finally
        {
            Remove(temporary);
        }
    }

    /// <summary>
    /// Deletes what <see cref="Rewrite"/> wrote: the file that a symbolic link names, and never a device.
    /// </summary>
    /// <param name="path">The target; it may be missing.</param>
    /// <exception cref="IOException">It can't be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static void Delete(string path)
    {
        string target = Target(path);
        // Deleting a file whose folder is gone would be an error.
        if (File.Exists(target) && !IsDevice(target))
            File.Delete(target);
    }

    /// <summary>Checks in advance whether a file can be written.</summary>
    /// <param name="path">The target.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <exception cref="FileException">
    /// It exists and may not be replaced, is a folder, or its folder is missing or closed.
    /// </exception>
    public static void Check(string path, bool overwrite)
    {
        CheckPlace(path);
        if (!overwrite && IsTaken(path))
            throw new FileException($"'{path}' exists already.") { Path = path, AlreadyExists = true };
        string target = Target(path);
        if (IsDevice(target))
            return;
        try
        {
            using FileStream probe = new(
                Temporary(target), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refused(path, failure.Reason(), failure);
        }
    }

    /// <summary>
    /// Whether there is a file that would be replaced. A device such as <c>/dev/null</c> is written to as it is.
    /// </summary>
    /// <param name="path">The target.</param>
    /// <exception cref="FileException">It is a link that leads nowhere.</exception>
    public static bool IsTaken(string path) => File.Exists(path) && !IsDevice(Target(path));

    /// <summary>Makes a folder, and those above it; one that exists stays as it is.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="FileException">It can't be made.</exception>
    public static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new FileException($"The folder '{folder}' can't be made: {failure.Reason()}.", failure)
            {
                Path = folder,
            };
        }
    }

    private static void WriteDevice(string path, string device, Action<string> write)
    {
        try
        {
            write(device);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refused(path, failure.Reason(), failure);
        }
    }

    // A replaced file stays as private as it was.
    private static void KeepMode(string target, string temporary)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(target) && File.Exists(temporary))
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
    }

    // The file that a symbolic link names: the link itself stays.
    private static string Target(string path)
    {
        try
        {
            return File.ResolveLinkTarget(Path.GetFullPath(path), returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return path;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Such as links in a circle.
            throw Refused(path, failure.Reason(), failure);
        }
    }

    // Renaming would put a file in a device's place: it is written to as it is.
    private static bool IsDevice(string target) => !OperatingSystem.IsWindows()
        && Path.GetDirectoryName(Path.GetFullPath(target)) is "/dev" or "/dev/fd" or "/dev/pts" && File.Exists(target);

    private static void CheckPlace(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        int length = Encoding.UTF8.GetByteCount(Path.GetFileName(path));
        if (length > LongestName)
            throw Refused(path, $"its name has {length} bytes, and file systems allow {LongestName}");
        string folder = Folder(Target(path));
        if (Directory.Exists(path))
            throw Refused(path, "it is a folder");
        if (!Directory.Exists(folder))
            throw Refused(path, $"there is no folder '{folder}'");
    }

    private static FileException Refused(string path, string why, Exception? failure = null) =>
        new($"'{path}' can't be written: {why}.", failure!) { Path = path };

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The failure that left this file is reported; this one adds nothing.
        }
    }

    // A name of its own: the target's name with a suffix could be too long.
    private static string Temporary(string path) =>
        Path.Combine(Folder(path), $".impasto-{Guid.NewGuid():N}{Path.GetExtension(path)}");

    private static string Folder(string path) =>
        Path.GetDirectoryName(Path.GetFullPath(path)) ?? Path.GetPathRoot(path)!;
}
