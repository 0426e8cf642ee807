using System.Runtime.InteropServices;

namespace Impasto.Storage;

/// <summary>
/// A block of memory outside the collected heap, freed once: when it is disposed of, or else by its finalizer.
/// </summary>
/// <remarks>
/// Whoever works on the bare pointer keeps the block's owner alive meanwhile, by <see cref="GC.KeepAlive"/>.
/// </remarks>
internal sealed unsafe class NativeBlock : SafeHandle
{
    // A cache line, and AVX-512's register.
    private const int Alignment = 64;

    private readonly long _bytes;
    private readonly bool _aligned;

    private NativeBlock(void* block, long bytes, bool aligned)
        : base(0, ownsHandle: true)
    {
        (_bytes, _aligned) = (bytes, aligned);
        SetHandle((nint)block);
    }

    /// <summary>Whether there is no memory.</summary>
    public override bool IsInvalid => handle == 0;

    /// <summary>The memory; null once it is freed.</summary>
    public void* Pointer => IsClosed ? null : (void*)handle;

    /// <summary>Memory that begins at a cache line; not cleared.</summary>
    /// <exception cref="OutOfMemoryException">There is not that much memory.</exception>
    public static NativeBlock Aligned(long bytes) => new(
        SystemPages.Serve(bytes) ? SystemPages.Take(bytes) : NativeMemory.AlignedAlloc((nuint)bytes, Alignment),
        bytes,
        aligned: true);

    /// <summary>Memory of zeros.</summary>
    /// <exception cref="OutOfMemoryException">There is not that much memory.</exception>
    public static NativeBlock Zeros(long bytes) => new(
        SystemPages.Serve(bytes) ? SystemPages.Take(bytes) : NativeMemory.AllocZeroed((nuint)bytes),
        bytes,
        aligned: false);

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        if (SystemPages.Serve(_bytes))
            SystemPages.Return((void*)handle, _bytes);
        else if (_aligned)
            NativeMemory.AlignedFree((void*)handle);
        else
            NativeMemory.Free((void*)handle);
        return true;
    }
}
