using Impasto.Networks;

namespace Impasto.Engines;

/// <summary>A device that runs networks; opens engines for them.</summary>
public abstract class ComputeDevice
{
    /// <summary>The device's name: cpu, cuda:0, mps.</summary>
    public abstract string Name { get; }

    /// <summary>Makes an engine that holds the network's weights on this device.</summary>
    /// <param name="network">The weights; not changed.</param>
    /// <param name="settings">Pooling and padding.</param>
    /// <exception cref="DeviceException">The device can't be used, or can't run the network.</exception>
    public abstract IEngine Open(Network network, EngineSettings settings);
}
