using Impasto.Networks.Weights;

namespace Impasto.Jobs;

/// <summary>A stylizer of a pool; disposing of it gives it back.</summary>
public sealed class RentedStylizer : IDisposable
{
    private readonly StylizerPool _pool;
    private bool _isBack;

    internal RentedStylizer(StylizerPool pool, Stylizer stylizer, LoadedNetwork network, string device)
    {
        _pool = pool;
        Stylizer = stylizer;
        Network = network;
        Device = device;
    }

    /// <summary>The stylizer; belongs to the pool.</summary>
    public Stylizer Stylizer { get; }

    /// <summary>The network that it was made with.</summary>
    public LoadedNetwork Network { get; }

    /// <summary>Its device, for people: "Simd, 2 threads".</summary>
    public string Device { get; }

    /// <summary>Gives the stylizer back for the next run. May be called twice.</summary>
    public void Dispose()
    {
        if (!_isBack)
            _pool.Return(this);
        _isBack = true;
    }
}
