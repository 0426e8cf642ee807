namespace Impasto.Storage;

/// <summary>Makes buffers in memory or on disk, and frees all of them together.</summary>
/// <param name="folder">Folder for temporary files; null (the default) keeps everything in memory.</param>
public sealed class PixelStore(string? folder = null) : IDisposable
{
    private readonly List<PixelBuffer> _buffers = [];
    private bool _disposed;

    /// <summary>Makes a buffer of zeros.</summary>
    /// <param name="length">Values, at least 0.</param>
    /// <exception cref="MemoryException">There is not enough memory or disk space.</exception>
    public PixelBuffer Create(long length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        PixelBuffer buffer = folder is null ? new MemoryBuffer(length) : new FileBuffer(length, folder);
        _buffers.Add(buffer);
        return buffer;
    }

    /// <summary>Frees all buffers; may be called twice.</summary>
    public void Dispose()
    {
        _disposed = true;
        Clear();
    }

    /// <summary>Frees all buffers; others may be made afterwards.</summary>
    internal void Clear()
    {
        foreach (PixelBuffer buffer in _buffers)
            buffer.Dispose();
        _buffers.Clear();
    }
}
