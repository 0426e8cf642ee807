using System.Diagnostics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Impasto.Torch;

/// <summary>Loads libtorch, once.</summary>
public static class TorchRuntime
{
    private static readonly Lock Gate = new();
    private static bool _loaded;

    /// <summary>Whether libtorch lies beside the program in a build for GPUs; nothing is loaded to find out.</summary>
    public static bool KnowsGpus => OperatingSystem.IsMacOS() ? Beside("libtorch_cpu.dylib")
        : OperatingSystem.IsWindows() ? Beside("torch_cuda.dll") : Beside("libtorch_cuda.so");

    /// <summary>Whether libtorch lies beside the program; nothing is loaded to find out.</summary>
    public static bool IsPresent => OperatingSystem.IsMacOS() ? Beside("libtorch_cpu.dylib")
        : OperatingSystem.IsWindows() ? Beside("torch_cpu.dll") : Beside("libtorch_cpu.so");

    private static bool Beside(string library) => File.Exists(Path.Combine(AppContext.BaseDirectory, library))
        || File.Exists(Path.Combine(
            AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", library));

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
        using var process = Process.GetCurrentProcess();
        foreach (ProcessModule module in process.Modules)
        {
            if (Path.GetFileNameWithoutExtension(module.FileName) is not ("libc10" or "c10")
                || !NativeLibrary.TryLoad(module.FileName, out nint library))
            {
                continue;
            }

            if (NativeLibrary.TryGetExport(library, "FLAGS_caffe2_log_level", out nint level))
                Marshal.WriteInt32(level, OnlyErrors);
            NativeLibrary.Free(library);
        }
    }

    // TorchSharp's own message lists every folder that it searched, on thousands of lines.
    private static void Load()
    {
        try
        {
            InitializeDeviceType(TorchSharp.DeviceType.CPU);
        }
        catch (Exception failure) when (
            failure is NotSupportedException or DllNotFoundException or TypeInitializationException
            or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new DeviceException(
                $"libtorch for {RuntimeInformation.RuntimeIdentifier} is not beside the program, or does not load "
                + "here.", failure)
            {
                Device = "torch",
            };
        }
    }
}
