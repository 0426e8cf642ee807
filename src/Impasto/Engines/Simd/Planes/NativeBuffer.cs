using Impasto.Storage;

namespace Impasto.Engines.Simd.Planes;

/// <summary>
/// Memory outside the collected heap that grows and is used again; its content is lost when it grows.
/// </summary>
/// <remarks>
/// Fresh pages from the system cost up to 0.3 ms a megabyte, and more on virtual machines: nothing is given back
/// between steps.
/// </remarks>
internal sealed unsafe class NativeBuffer : IDisposable
{
    private NativeBlock? _block;

    public NativeBuffer(long bytes = 0) => Require(bytes);

    /// <summary>The memory, from a cache line on; null where there is none.</summary>
    public byte* Bytes { get; private set; }

    /// <summary>The same as numbers.</summary>
    public float* Floats => (float*)Bytes;

    /// <summary>Its length in bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Makes sure that there are that many bytes; new memory is not cleared.</summary>
    public void Require(long bytes)
    {
        if (bytes <= Length)
            return;
        Dispose();
        _block = NativeBlock.Aligned(bytes);
        Bytes = (byte*)_block.Pointer;
        Length = bytes;
    }

    /// <summary>Frees the memory; <see cref="Require"/> takes new memory.</summary>
    public void Dispose()
    {
        _block?.Dispose();
        _block = null;
        Bytes = null;
        Length = 0;
    }
}
