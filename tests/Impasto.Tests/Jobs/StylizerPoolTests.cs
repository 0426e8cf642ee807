using Impasto.Imaging;
using Impasto.Jobs;
using Impasto.Networks;
using Impasto.Networks.Weights;

namespace Impasto.Tests.Jobs;

/// <summary>Reuse of stylizers.</summary>
public sealed class StylizerPoolTests
{
    private static readonly LayerName Shallow = LayerName.Parse("conv1_1");
    private static readonly LayerName Deep = LayerName.Parse("conv4_2");

    private readonly List<LayerName> _loaded = [];

    [Fact]
    public void Rent_after_a_return_gives_the_same_stylizer()
    {
        using StylizerPool pool = Pool();
        RentedStylizer first = pool.Rent(Shallow);
        first.Dispose();

        RentedStylizer second = pool.Rent(Shallow);

        Assert.Same(first.Stylizer, second.Stylizer);
        Assert.Equal([Shallow], _loaded);
    }

    [Fact]
    public void Dispose_rented_twice_returns_it_once()
    {
        using StylizerPool pool = Pool();
        RentedStylizer first = pool.Rent(Shallow);
        first.Dispose();
        first.Dispose();

        Assert.NotSame(pool.Rent(Shallow).Stylizer, pool.Rent(Shallow).Stylizer);
    }

    [Fact]
    public void Rent_two_at_once_gives_two_stylizers_with_one_network()
    {
        using StylizerPool pool = Pool();

        RentedStylizer first = pool.Rent(Shallow), second = pool.Rent(Shallow);

        Assert.NotSame(first.Stylizer, second.Stylizer);
        Assert.Same(first.Network, second.Network);
    }

    [Fact]
    public void Rent_deeper_layer_loads_a_deeper_network_and_disposes_of_idle_stylizers()
    {
        using StylizerPool pool = Pool();
        RentedStylizer shallow = pool.Rent(Shallow);
        shallow.Dispose();

        RentedStylizer deep = pool.Rent(Deep);

        Assert.NotSame(shallow.Stylizer, deep.Stylizer);
        Assert.Equal([Shallow, Deep], _loaded);
        Assert.True(IsDisposed(shallow));
    }

    [Fact]
    public void Rent_shallower_layer_uses_the_deep_network_again()
    {
        using StylizerPool pool = Pool();
        pool.Rent(Deep).Dispose();

        pool.Rent(Shallow);

        Assert.Equal([Deep], _loaded);
    }

    [Fact]
    public void Return_stylizer_of_an_earlier_network_disposes_of_it()
    {
        using StylizerPool pool = Pool();
        RentedStylizer shallow = pool.Rent(Shallow), deep = pool.Rent(Deep);

        shallow.Dispose();
        deep.Dispose();

        Assert.True(IsDisposed(shallow));
        Assert.False(IsDisposed(deep));
    }

    [Fact]
    public void Return_after_the_pool_is_disposed_disposes_of_the_stylizer()
    {
        StylizerPool pool = Pool();
        RentedStylizer rented = pool.Rent(Shallow);
        pool.Dispose();
        Assert.False(IsDisposed(rented));

        rented.Dispose();

        Assert.True(IsDisposed(rented));
        Assert.Throws<ObjectDisposedException>(() => pool.Rent(Shallow));
    }

    [Theory]
    [InlineData(1, null, false)]
    [InlineData(4, null, true)]
    [InlineData(4, 1L << 30, true)]
    public void Rent_runs_at_once_share_the_free_memory(int shares, long? limit, bool isLimited)
    {
        using var pool = new StylizerPool(Load, () => new CpuDevice(1)) { Shares = shares, MemoryLimit = limit };

        long? found = pool.Rent(Shallow).Stylizer.MemoryLimit;

        Assert.Equal(isLimited, found is not null);
        if (limit is not null)
            Assert.Equal(limit, found);
    }

    private StylizerPool Pool() => new(Load, () => new CpuDevice(1));

    private LoadedNetwork Load(LayerName deepest)
    {
        _loaded.Add(deepest);
        Network network = VggLayers.IsUpTo(deepest, Shallow) ? TestNetworks.Shallow() : TestNetworks.Vgg();
        return new LoadedNetwork { Network = network, NormalizationSource = "test" };
    }

    private static bool IsDisposed(RentedStylizer rented)
    {
        try
        {
            rented.Stylizer.Plan(new PictureSize(32, 32), []);
            return false;
        }
        catch (ImpastoException)
        {
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
