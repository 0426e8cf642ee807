using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Impasto.Storage;

/// <summary>Takes large blocks of memory from the system itself, on Linux, and gives them back to it.</summary>
/// <remarks>
/// The C library of Linux keeps memory that is freed once blocks have reached some megabytes, in pieces that the next
/// blocks do not fit: a clip's memory grew with every frame. The memory is laid under the whole block at once: on
/// virtual machines a first touch of a page costs up to 15 microseconds, more than the work on it.
/// </remarks>
internal static unsafe partial class SystemPages
{
    // Less is not worth the call.
    private const long Least = 1 << 20;

    // PROT_READ | PROT_WRITE; MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE: the same on x64 and ARM.
    private const int ReadAndWrite = 1 | 2, Populated = 2 | 0x20 | 0x8000;

    private const string AsTheRuntime = "NativeMemory, in whose place it stands, throws the same.";

    private static readonly void* s_failed = (void*)-1;

    /// <summary>Whether a block of this length comes from here.</summary>
    /// <param name="bytes">Its length.</param>
    public static bool Serve(long bytes) =>
        bytes >= Least && OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>Takes a block of zeros that begins at a page.</summary>
    /// <param name="bytes">Its length.</param>
    /// <exception cref="OutOfMemoryException">There is not that much memory.</exception>
    [SuppressMessage("Usage", "CA2201:Do not raise reserved exception types", Justification = AsTheRuntime)]
    [SuppressMessage("Design", "MA0012:Do not raise reserved exception type", Justification = AsTheRuntime)]
    public static void* Take(long bytes)
    {
        void* block = Map(null, (nuint)bytes, ReadAndWrite, Populated, -1, 0);
        return block == s_failed ? throw new OutOfMemoryException() : block;
    }

    /// <summary>Gives a block back.</summary>
    /// <param name="block">The block.</param>
    /// <param name="bytes">Its length.</param>
    public static void Return(void* block, long bytes) => _ = Unmap(block, (nuint)bytes);

    [LibraryImport("libc", EntryPoint = "mmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unmap(void* address, nuint length);
}
