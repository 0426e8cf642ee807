using System.Globalization;
using System.Runtime.InteropServices;

namespace Impasto.Bench;

/// <summary>How much memory some work takes at its peak, above what the process held before.</summary>
/// <remarks>
/// Linux only: the kernel's own high-water mark (VmHWM), reset before the work. The C library's free memory is returned
/// to the system first, so that the work does not reuse it unseen.
/// </remarks>
internal static partial class MemoryMeter
{
    private const string Status = "/proc/self/status";

    /// <summary>Peak in bytes; null if it can't be measured.</summary>
    public static long? PeakOf(Action work)
    {
        if (!OperatingSystem.IsLinux())
        {
            work();
            return null;
        }

        _ = Trim(0);
        bool set = SetPeakBack();
        long before = Read("VmRSS:");
        work();
        return set ? Read("VmHWM:") - before : null;
    }

    private static bool SetPeakBack()
    {
        try
        {
            // "5" is the kernel's word for the peak (proc(5), clear_refs).
            File.WriteAllText("/proc/self/clear_refs", "5");
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static long Read(string key)
    {
        string line = File.ReadLines(Status).First(line => line.StartsWith(key, StringComparison.Ordinal));
        string kilobytes = line[key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
        return 1024 * long.Parse(kilobytes, CultureInfo.InvariantCulture);
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Trim(nuint pad);
}
