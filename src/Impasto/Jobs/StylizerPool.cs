using Impasto.Engines;
using Impasto.Jobs;
using Impasto.Networks;
using Impasto.Networks.Weights;

namespace Impasto;

/// <summary>
/// Stylizers that keep the network's weights on their device from run to run. May be used from several threads.
/// </summary>
/// <param name="network">Loads the network, at least down to a layer.</param>
/// <param name="device">Opens a device; called once for each stylizer.</param>
/// <param name="clock">Gives the time for progress; null takes the system's.</param>
/// <example>
/// <code>
/// using var pool = new StylizerPool(_ => NetworkCatalog.Compact(), () => new CpuDevice(2)) { Shares = 4 };
/// using RentedStylizer rented = pool.Rent(LayerName.Parse("conv5_1"));
/// StylizeResult result = rented.Stylizer.Run(task);
/// </code>
/// </example>
public sealed class StylizerPool(
    Func<LayerName, LoadedNetwork> network, Func<ComputeDevice> device, TimeProvider? clock = null) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Stack<(Stylizer Stylizer, string Device)> _idle = new();
    private LoadedNetwork? _network;
    private bool _isDisposed;

    /// <summary>
    /// Bytes of memory for each run; null (the default) divides what is free by <see cref="Shares"/>.
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Number of runs that are made at the same time. Default 1.</summary>
    public int Shares { get; init; } = 1;

    /// <summary>See <see cref="Stylizer.TemporaryFolder"/>; null (the default) takes its default.</summary>
    public string? TemporaryFolder { get; init; }

    /// <summary>See <see cref="Stylizer.StyleCacheFolder"/>. Default: null, no cache.</summary>
    public string? StyleCacheFolder { get; init; }

    /// <summary>The network, loaded at least down to a layer.</summary>
    /// <param name="deepest">The layer.</param>
    /// <exception cref="WeightsException">The weights are not installed, or the file can't be used.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public LoadedNetwork Network(LayerName deepest)
    {
        lock (_gate)
            return Load(deepest);
    }

    /// <summary>Rents a stylizer whose network goes at least as deep as a layer.</summary>
    /// <param name="deepest">The layer.</param>
    /// <exception cref="WeightsException">The weights are not installed, or the file can't be used.</exception>
    /// <exception cref="DeviceException">The device can't be used.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public RentedStylizer Rent(LayerName deepest)
    {
        lock (_gate)
        {
            LoadedNetwork loaded = Load(deepest);
            if (!_idle.TryPop(out (Stylizer Stylizer, string Device) idle))
                idle = Open(loaded);
            return new RentedStylizer(this, idle.Stylizer, loaded, idle.Device);
        }
    }

    /// <summary>
    /// Frees the idle stylizers; rented ones are freed when they are given back. May be called twice.
    /// </summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Clear();
        }
    }

    internal void Return(RentedStylizer rented)
    {
        lock (_gate)
        {
            if (!_isDisposed && ReferenceEquals(rented.Network, _network))
                _idle.Push((rented.Stylizer, rented.Device));
            else
                rented.Stylizer.Dispose();
        }
    }

    private LoadedNetwork Load(LayerName deepest)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_network is not null && VggLayers.IsUpTo(deepest, _network.Network.Convolutions[^1].Layer))
            return _network;
        _network = network(deepest);
        // The idle ones have the shallower network, which nobody will ask for again.
        Clear();
        return _network;
    }

    private (Stylizer Stylizer, string Device) Open(LoadedNetwork loaded)
    {
        ComputeDevice opened = device();
        var stylizer = new Stylizer(loaded.Network, opened, clock)
        {
            // A single run gets what is free when it begins.
            MemoryLimit = MemoryLimit ?? (Shares > 1 ? Stylizer.FreeMemory / Shares : null),
            TemporaryFolder = TemporaryFolder ?? Storage.TemporaryFolder.Default,
            StyleCacheFolder = StyleCacheFolder,
        };
        return (stylizer, opened.Name);
    }

    private void Clear()
    {
        while (_idle.TryPop(out (Stylizer Stylizer, string Device) idle))
            idle.Stylizer.Dispose();
    }
}
