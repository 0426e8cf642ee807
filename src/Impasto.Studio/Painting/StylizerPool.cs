using Impasto.Networks;
using Impasto.Networks.Weights;

namespace Impasto.Studio.Painting;

/// <summary>Stylizers that keep the network's weights on their device from run to run.</summary>
internal sealed class StylizerPool(StudioSettings settings) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Stack<PooledStylizer> _idle = new();
    private LoadedNetwork? _network;

    /// <summary>
    /// Rents a stylizer whose network goes at least as deep as a layer; give it back with <see cref="Return"/>.
    /// </summary>
    /// <exception cref="ImpastoException">The network or the device can't be used.</exception>
    public PooledStylizer Rent(LayerName deepest)
    {
        lock (_gate)
        {
            if (_network is null || !VggLayers.IsUpTo(deepest, _network.Network.Convolutions[^1].Layer))
                Load(deepest);
            if (_idle.TryPop(out PooledStylizer? idle))
                return idle;
            var stylizer = new Stylizer(_network!.Network, settings.Device(), settings.Clock)
            {
                MemoryLimit = settings.Memory ?? Share(),
                TemporaryFolder = settings.DataFolder,
            };
            return new PooledStylizer(stylizer, _network);
        }
    }

    /// <summary>Takes a stylizer back for the next run; disposes of one whose network is no longer in use.</summary>
    public void Return(PooledStylizer rented)
    {
        lock (_gate)
        {
            if (ReferenceEquals(rented.Network, _network))
                _idle.Push(rented);
            else
                rented.Stylizer.Dispose();
        }
    }

    public void Dispose()
    {
        lock (_gate)
            Clear();
    }

    private void Load(LayerName deepest)
    {
        _network = settings.Network(deepest);
        // The idle ones have the shallower network, which nobody will ask for again.
        Clear();
    }

    private void Clear()
    {
        while (_idle.TryPop(out PooledStylizer? idle))
            idle.Stylizer.Dispose();
    }

    // Concurrent runs share the free memory; a single run gets what is free when it begins.
    private long? Share() => settings.Limits.RunsAtOnce > 1 ? Stylizer.FreeMemory / settings.Limits.RunsAtOnce : null;
}
