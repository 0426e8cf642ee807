namespace Impasto.Studio.Storage;

/// <summary>The files of runs: uploaded pictures, frames, results.</summary>
internal interface IBlobStore
{
    /// <summary>Writes a file, whole or not at all; replaces an existing one.</summary>
    Task WriteAsync(Guid run, BlobName name, byte[] bytes);

    /// <summary>Reads a file; null if there is none.</summary>
    Task<byte[]?> ReadAsync(Guid run, BlobName name);

    /// <summary>Removes all files of a run.</summary>
    Task DeleteAsync(Guid run);

    /// <summary>Free bytes; <see cref="long.MaxValue"/> if they can't be measured.</summary>
    long FreeBytes();
}
