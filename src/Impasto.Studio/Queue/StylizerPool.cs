using Impasto.Networks;
using Impasto.Networks.Weights;

namespace Impasto.Studio.Queue;

/// <summary>Stylizers that keep the network's weights on their device from run to run.</summary>
internal sealed class StylizerPool(StudioSettings settings) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<(Stylizer Stylizer, LoadedNetwork Network)> _idle = [];
    private LoadedNetwork? _network;

    /// <summary>Takes a stylizer whose network goes at least that deep; give it back afterwards.</summary>
    /// <exception cref="ImpastoException">The network or the device is not to be had.</exception>
    public (Stylizer Stylizer, LoadedNetwork Network) Rent(LayerName deepest)
    {
        lock (_gate)
        {
            if (_network is null || _network.Network.Convolutions[^1].Layer < deepest)
                _network = settings.Network(deepest);
            int found = _idle.FindIndex(idle => ReferenceEquals(idle.Network, _network));
            if (found >= 0)
            {
                (Stylizer Stylizer, LoadedNetwork Network) idle = _idle[found];
                _idle.RemoveAt(found);
                return idle;
            }

            return (new Stylizer(_network.Network, settings.Device(), settings.Clock)
            {
                MemoryLimit = settings.Memory ?? Share(),
                TemporaryFolder = settings.DataFolder,
            }, _network);
        }
    }

    // Runs at the same time divide what is free between them; one by itself sees what is free when it begins.
    private long? Share() => settings.Limits.RunsAtOnce > 1 ? Stylizer.FreeMemory / settings.Limits.RunsAtOnce : null;

    /// <summary>Keeps a stylizer for the next run, or lets go of one whose network is no longer used.</summary>
    public void Return((Stylizer Stylizer, LoadedNetwork Network) rented)
    {
        lock (_gate)
        {
            if (ReferenceEquals(rented.Network, _network))
                _idle.Add(rented);
            else
                rented.Stylizer.Dispose();
        }
    }

    public void Dispose()
    {
        foreach ((Stylizer stylizer, _) in _idle)
            stylizer.Dispose();
        _idle.Clear();
    }
}
