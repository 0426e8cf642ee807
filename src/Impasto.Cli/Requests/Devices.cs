using Impasto.Engines;

namespace Impasto.Cli.Requests;

/// <summary>The names of devices and their meaning.</summary>
internal static partial class Devices
{
    /// <summary>All names, for people.</summary>
    public const string Names = "auto, cpu, cuda, cuda:N, mps or torch";

    /// <summary>Names that a shell can complete.</summary>
    public static readonly string[] Choices = ["auto", "cpu", "cuda", "mps", "torch"];

    /// <summary>
    /// Opens a device: cpu is the engine in plain C#, torch is libtorch on the CPU, auto is a GPU if there is one.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="threads">Threads on the CPU; 0 takes all processors.</param>
    /// <exception cref="ImpastoException">The device, or the libtorch that it needs, is missing.</exception>
    public static ComputeDevice Open(string name, int threads) => name switch
    {
        "cpu" => new CpuDevice(threads),
        "auto" => Best(threads),
        "torch" => OpenTorch("cpu", threads),
        _ => OpenTorch(name, threads),
    };
}
