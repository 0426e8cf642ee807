using System.Diagnostics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Impasto.Torch;

/// <summary>Loads libtorch, once.</summary>
public static class TorchRuntime
{
    private static readonly Lock Gate = new();
    private static bool _loaded;

    private static readonly string CpuLibrary = OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib"
        : OperatingSystem.IsWindows() ? "torch_cpu.dll" : "libtorch_cpu.so";

    private static readonly string GpuLibrary = OperatingSystem.IsMacOS() ? CpuLibrary
        : OperatingSystem.IsWindows() ? "torch_cuda.dll" : "libtorch_cuda.so";

    /// <summary>Whether libtorch lies beside the program in a build for GPUs; nothing is loaded to find out.</summary>
    public static bool KnowsGpus => Beside(GpuLibrary);

    /// <summary>Whether libtorch lies beside the program; nothing is loaded to find out.</summary>
    public static bool IsPresent => Beside(CpuLibrary);

    // TorchSharp looks for a missing libtorch in the cache of packages, prints dozens of lines and copies what it finds
    // into the program's folder. So it is not asked for one that is not there.
    internal static bool HasCuda =>
        !OperatingSystem.IsMacOS() && (KnowsGpus || IsLoaded(GpuLibrary)) && cuda.is_available();

    private static bool Beside(string library) => Folders.Any(folder => File.Exists(Path.Combine(folder, library)));

    // A program may have loaded a libtorch of its own, from wherever it lies.
    private static bool IsLoaded(string library) => Modules().Any(path => Path.GetFileName(path) == library);

    // Where the runtime looks for native libraries: the program's folder, its runtimes, and what its host was told.
    private static IEnumerable<string> Folders =>
    [
        AppContext.BaseDirectory,
        Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"),
        .. (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
    ];

    private static string[] Modules()
    {
        using var process = Process.GetCurrentProcess();
        return [.. process.Modules.Cast<ProcessModule>().Select(module => module.FileName)];
    }

    /// <summary>
    /// Loads libtorch if that has not been done, and sets the number of its threads for the whole process.
    /// </summary>
    /// <param name="threads">Threads for one operation; 0 takes all processors.</param>
    /// <exception cref="DeviceException">libtorch is missing or does not load here.</exception>
    public static void EnsureLoaded(int threads = 0)
    {
        lock (Gate)
        {
            if (!_loaded)
            {
                KeepFreedMemory();
                Load();
                Quieten();
            }

            _loaded = true;
            set_num_threads(threads > 0 ? threads : Environment.ProcessorCount);
        }
    }

    // libtorch has no cache of its own on a CPU. It would get each step's large tensors from the system as fresh pages
    // and give them back, which took up to three quarters of a convolution's time in a measurement.
    private static void KeepFreedMemory()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = SetAllocatorOption(LargestFreedToSystem, int.MaxValue);
            _ = SetAllocatorOption(MostFreeAtTop, int.MaxValue);
        }
        catch (Exception failure) when (failure is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library than glibc: only the time is lost.
        }
    }

    // M_MMAP_THRESHOLD and M_TRIM_THRESHOLD of glibc's malloc.h.
    private const int LargestFreedToSystem = -3;
    private const int MostFreeAtTop = -1;

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetAllocatorOption(int option, int value);

    // On processors that NNPACK does not support, libtorch prints a warning at every small convolution.
    private static void Quieten()
    {
        const int OnlyErrors = 2;
        foreach (string module in Modules())
        {
            if (Path.GetFileNameWithoutExtension(module) is not ("libc10" or "c10")
                || !NativeLibrary.TryLoad(module, out nint library))
            {
                continue;
            }

            if (NativeLibrary.TryGetExport(library, "FLAGS_caffe2_log_level", out nint level))
                Marshal.WriteInt32(level, OnlyErrors);
            NativeLibrary.Free(library);
        }
    }

    // As for CUDA: TorchSharp would search and copy.
    private static void Load()
    {
        if (!IsPresent && !IsLoaded(CpuLibrary))
            throw Missing(new DllNotFoundException($"Searched: {string.Join(", ", Folders)}."));
        try
        {
            InitializeDeviceType(TorchSharp.DeviceType.CPU);
        }
        catch (Exception failure) when (
            failure is NotSupportedException or DllNotFoundException or TypeInitializationException
            or BadImageFormatException or EntryPointNotFoundException)
        {
            throw Missing(failure);
        }
    }

    private static DeviceException Missing(Exception cause) => new(
        $"libtorch for {RuntimeInformation.RuntimeIdentifier} is not beside the program, or does not load here.", cause)
    {
        Device = "torch",
    };
}
