using System.Runtime.InteropServices;
using Impasto.Storage;

namespace Impasto.Engines.Simd.Planes;

/// <summary>Memory outside the collected heap that grows and is used again; its content is lost when it grows.</summary>
/// <remarks>Fresh pages from the system cost up to 0.3 ms a megabyte and more on virtual machines: nothing is given back between steps.</remarks>
internal sealed unsafe class NativeBuffer : IDisposable
{
    // A cache line, and AVX-512's register.
    private const int Alignment = 64;

    public NativeBuffer(long bytes = 0) => Require(bytes);

    public byte* Bytes { get; private set; }

    public float* Floats => (float*)Bytes;

    /// <summary>How much there is.</summary>
    public long Length { get; private set; }

    /// <summary>Makes sure that there is that much; new memory is not cleared.</summary>
    public void Require(long bytes)
    {
        if (bytes <= Length)
            return;
        Dispose();
        Bytes = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
        FreshMemory.Prepare(Bytes, bytes);
        Length = bytes;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Bytes);
        Bytes = null;
        Length = 0;
    }
}
