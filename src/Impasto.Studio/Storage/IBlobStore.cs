namespace Impasto.Studio.Storage;

/// <summary>The files of runs: uploaded pictures, frames, results.</summary>
internal interface IBlobStore
{
    /// <summary>Asks whether files can be written and read now; leaves none behind.</summary>
    /// <exception cref="StoreAwayException">They can't.</exception>
    Task CheckAsync();

    /// <summary>Writes a file, whole or not at all; replaces an existing one.</summary>
    Task WriteAsync(Guid run, BlobName name, byte[] bytes);

    /// <summary>Reads a file; null if there is none.</summary>
    Task<byte[]?> ReadAsync(Guid run, BlobName name);

    /// <summary>Opens a file to be read from any place; null if there is none.</summary>
    Task<Stream?> OpenAsync(Guid run, BlobName name);

    /// <summary>Copies a file of this machine, whole or not at all; replaces an existing one.</summary>
    /// <exception cref="ImpastoException">It is larger than the store can hold.</exception>
    Task WriteFileAsync(Guid run, BlobName name, string path);

    /// <summary>Removes all files of a run.</summary>
    Task DeleteAsync(Guid run);

    /// <summary>Free bytes; <see cref="long.MaxValue"/> if they can't be measured.</summary>
    long FreeBytes();
}
