using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Impasto.Storage;

/// <summary>
/// A buffer in a temporary file without a name; on Windows the file is deleted when it is closed. Even a killed program
/// leaves nothing behind.
/// </summary>
/// <remarks>
/// Read and written by calls, not mapped: pages of a mapped file count as the program's memory for as long as the
/// system likes, and a full disk would end the program instead of throwing an exception.
/// </remarks>
internal sealed class FileBuffer : PixelBuffer
{
    private readonly SafeFileHandle _file;
    private readonly string _folder;

    /// <summary>Zeros.</summary>
    /// <param name="length">Values.</param>
    /// <param name="folder">Where the file is made.</param>
    /// <exception cref="MemoryException">There is no room, or no file can be made.</exception>
    public FileBuffer(long length, string folder)
    {
        Length = length;
        _folder = folder;
        string path = Path.Combine(folder, $"impasto-{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(folder);
            _file = File.OpenHandle(
                path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose,
                length * sizeof(float));
            if (!OperatingSystem.IsWindows())
                File.Delete(path);
            RandomAccess.SetLength(_file, length * sizeof(float));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Explain(failure);
        }
    }

    public override long Length { get; }

    public override bool IsOnDisk => true;

    public override void Read(long start, Span<float> target)
    {
        ObjectDisposedException.ThrowIf(_file.IsClosed, this);
        Check(start, target.Length);
        Span<byte> bytes = MemoryMarshal.AsBytes(target);
        long offset = start * sizeof(float);
        try
        {
            while (bytes.Length > 0)
            {
                int count = RandomAccess.Read(_file, bytes, offset);
                if (count == 0)
                    throw new IOException("it ended too early");
                offset += count;
                bytes = bytes[count..];
            }
        }
        catch (IOException failure)
        {
            throw Explain(failure);
        }
    }

    public override void Write(long start, ReadOnlySpan<float> source)
    {
        ObjectDisposedException.ThrowIf(_file.IsClosed, this);
        Check(start, source.Length);
        try
        {
            RandomAccess.Write(_file, MemoryMarshal.AsBytes(source), start * sizeof(float));
        }
        catch (IOException failure)
        {
            throw Explain(failure);
        }
    }

    internal override PixelPiece Open(long start, int count, PieceUse use)
    {
        Check(start, count);
        return new PixelPiece(this, start, count, use);
    }

    private MemoryException Explain(Exception failure) => new(
        $"{Length * sizeof(float) / 1e6:0} MB of pixels can't be kept in '{_folder}': {failure.Reason()}.", failure);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file.Dispose();
    }
}
