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

    private readonly bool _aligned;

    private NativeBlock(void* block, bool aligned)
        : base(0, ownsHandle: true)
    {
        _aligned = aligned;
        SetHandle((nint)block);
    }

    /// <summary>Whether there is no memory.</summary>
    public override bool IsInvalid => handle == 0;

    /// <summary>The memory; null once it is freed.</summary>
    public void* Pointer => IsClosed ? null : (void*)handle;

    /// <summary>Memory that begins at a cache line; not cleared.</summary>
    /// <exception cref="OutOfMemoryException">There is not that much memory.</exception>
    public static NativeBlock Aligned(long bytes) =>
        Prepared(new NativeBlock(NativeMemory.AlignedAlloc((nuint)bytes, Alignment), aligned: true), bytes);

    /// <summary>Memory of zeros.</summary>
    /// <exception cref="OutOfMemoryException">There is not that much memory.</exception>
    public static NativeBlock Zeros(long bytes) =>
        Prepared(new NativeBlock(NativeMemory.AllocZeroed((nuint)bytes), aligned: false), bytes);

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        if (_aligned)
            NativeMemory.AlignedFree((void*)handle);
        else
            NativeMemory.Free((void*)handle);
        return true;
    }

    private static NativeBlock Prepared(NativeBlock block, long bytes)
    {
        FreshMemory.Prepare(block.Pointer, bytes);
        return block;
    }
}
