using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Impasto.Torch;

/// <summary>Loads libtorch, once, and says plainly when it can't.</summary>
public static class TorchRuntime
{
    private static readonly Lock Gate = new();
    private static bool _loaded;

    /// <summary>Loads libtorch if that has not been done and sets how many threads it uses, for the whole process.</summary>
    /// <param name="threads">Threads for one operation; 0 takes all processors.</param>
    /// <exception cref="ImpastoException">libtorch is missing or does not load here.</exception>
    public static void EnsureLoaded(int threads = 0)
    {
        lock (Gate)
        {
            if (!_loaded)
                Load();
            _loaded = true;
            set_num_threads(threads > 0 ? threads : Environment.ProcessorCount);
        }
    }

    // TorchSharp's own message lists every folder it looked into, thousands of lines of them.
    private static void Load()
    {
        try
        {
            InitializeDeviceType(TorchSharp.DeviceType.CPU);
        }
        catch (Exception failure) when (failure is NotSupportedException or DllNotFoundException or TypeInitializationException
            or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new ImpastoException(
                "libtorch could not be loaded: expected its native libraries for "
                + $"{RuntimeInformation.RuntimeIdentifier} beside the program (built without -p:ImpastoTorch=none).",
                failure);
        }
    }
}
