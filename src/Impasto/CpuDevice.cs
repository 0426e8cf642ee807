using System.Runtime.Intrinsics;
using Impasto.Engines;
using Impasto.Engines.Simd;
using Impasto.Engines.Simd.Lanes;
using Impasto.Networks;

namespace Impasto;

/// <summary>
/// The processor, by the engine in plain C#: no native library, the same bits for any number of threads.
/// </summary>
public sealed class CpuDevice : ComputeDevice
{
    /// <summary>A device that uses that many threads.</summary>
    /// <param name="threads">Threads; 0 (the default) takes all processors.</param>
    public CpuDevice(int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        Threads = threads > 0 ? threads : Environment.ProcessorCount;
    }

    /// <inheritdoc/>
    public override string Name => "cpu";

    /// <summary>Threads that share the work.</summary>
    public int Threads { get; }

    /// <inheritdoc/>
    public override IEngine Open(Network network, EngineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(settings);
        return Vector512.IsHardwareAccelerated ? new SimdEngine<Lanes16>(network, settings, Threads)
            : Vector256.IsHardwareAccelerated ? new SimdEngine<Lanes8>(network, settings, Threads)
            : new SimdEngine<Lanes4>(network, settings, Threads);
    }
}
