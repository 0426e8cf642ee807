namespace Impasto.Storage;

/// <summary>Makes buffers in memory or on disk, and lets go of them all together.</summary>
/// <param name="folder">Folder for temporary files; null (the default) keeps everything in memory.</param>
public sealed class PixelStore(string? folder = null) : IDisposable
{
    private readonly List<PixelBuffer> _buffers = [];

    /// <summary>Whether buffers lie on disk.</summary>
    public bool IsOnDisk => folder is not null;

    /// <summary>Makes a buffer of zeros.</summary>
    /// <param name="length">Values, at least 0.</param>
    /// <exception cref="ImpastoException">There is no room for it.</exception>
    public PixelBuffer Create(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        PixelBuffer buffer = folder is null ? new MemoryBuffer(length) : new FileBuffer(length, folder);
        _buffers.Add(buffer);
        return buffer;
    }

    /// <summary>Lets go of all buffers.</summary>
    public void Dispose()
    {
        foreach (PixelBuffer buffer in _buffers)
            buffer.Dispose();
        _buffers.Clear();
    }
}
