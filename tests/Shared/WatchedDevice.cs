using Impasto.Engines;
using Impasto.Networks;

namespace Impasto.Tests;

/// <summary>
/// The processor, with an engine that tells before each evaluation whose gradient will be wanted, or before each pass.
/// </summary>
internal sealed class WatchedDevice(Action before, bool all = false) : ComputeDevice
{
    private readonly CpuDevice _device = new(1);

    public override string Name => "watched";

    public override IEngine Open(Network network, EngineSettings settings) =>
        new WatchedEngine(_device.Open(network, settings), before, all);
}
