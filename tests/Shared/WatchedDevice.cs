using Impasto.Engines;
using Impasto.Networks;

namespace Impasto.Tests;

/// <summary>
/// The processor, with an engine that calls an action before each forward pass that is kept for a backward pass, or
/// before all.
/// </summary>
internal sealed class WatchedDevice(Action before, bool all = false) : ComputeDevice
{
    private readonly CpuDevice _device = new(1);

    public override string Name => "watched";

    public override IEngine Open(Network network, EngineSettings settings) =>
        new WatchedEngine(_device.Open(network, settings), before, all);
}
