using System.Runtime.InteropServices;

namespace Impasto.Storage;

/// <summary>Has the system lay memory under fresh pages all at once, instead of one page at each first touch.</summary>
/// <remarks>
/// On virtual machines a first touch costs up to 15 microseconds, more than the work on the page. Where the system
/// can't do it nothing is lost: the pages come when they are touched.
/// </remarks>
internal static partial class FreshMemory
{
    // Linux 5.14 and later.
    private const int PopulateForWriting = 23;

    // Less is not worth the call; the system's own page may be of any size up to this.
    private const long Least = 1 << 20, Page = 1 << 16;

    /// <summary>Lays memory under a block that was just taken.</summary>
    /// <param name="block">The block.</param>
    /// <param name="bytes">Its length.</param>
    public static unsafe void Prepare(void* block, long bytes)
    {
        if (bytes < Least || !OperatingSystem.IsLinux())
            return;
        nint first = ((nint)block + (nint)Page - 1) & ~((nint)Page - 1);
        _ = Advise(first, ((nint)block + (nint)bytes - first) & ~((nint)Page - 1), PopulateForWriting);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint address, nint length, int advice);
}
