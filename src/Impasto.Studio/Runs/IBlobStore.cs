namespace Impasto.Studio.Runs;

/// <summary>The files of runs: pictures that came in, frames, results.</summary>
internal interface IBlobStore
{
    /// <summary>Writes a file, whole or not at all; one that is there is replaced.</summary>
    Task WriteAsync(Guid run, BlobName name, byte[] bytes);

    /// <summary>Reads a file; null where there is none.</summary>
    Task<byte[]?> ReadAsync(Guid run, BlobName name);

    /// <summary>Removes all files of a run.</summary>
    Task DeleteAsync(Guid run);

    /// <summary>Bytes that are still free, as far as that can be known.</summary>
    long FreeBytes();
}
