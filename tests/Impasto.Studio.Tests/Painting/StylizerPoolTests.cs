using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Studio.Painting;
using Impasto.Tests;

namespace Impasto.Studio.Tests.Painting;

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
        PooledStylizer first = pool.Rent(Shallow);
        pool.Return(first);

        PooledStylizer second = pool.Rent(Shallow);

        Assert.Same(first.Stylizer, second.Stylizer);
        Assert.Equal([Shallow], _loaded);
    }

    [Fact]
    public void Rent_two_at_once_gives_two_stylizers_with_one_network()
    {
        using StylizerPool pool = Pool();

        PooledStylizer first = pool.Rent(Shallow), second = pool.Rent(Shallow);

        Assert.NotSame(first.Stylizer, second.Stylizer);
        Assert.Same(first.Network, second.Network);
    }

    [Fact]
    public void Rent_deeper_layer_loads_a_deeper_network_and_disposes_of_idle_stylizers()
    {
        using StylizerPool pool = Pool();
        PooledStylizer shallow = pool.Rent(Shallow);
        pool.Return(shallow);

        PooledStylizer deep = pool.Rent(Deep);

        Assert.NotSame(shallow.Stylizer, deep.Stylizer);
        Assert.Equal([Shallow, Deep], _loaded);
        Assert.True(IsDisposed(shallow));
    }

    [Fact]
    public void Rent_shallower_layer_uses_the_deep_network_again()
    {
        using StylizerPool pool = Pool();
        pool.Return(pool.Rent(Deep));

        pool.Rent(Shallow);

        Assert.Equal([Deep], _loaded);
    }

    [Fact]
    public void Return_stylizer_of_an_earlier_network_disposes_of_it()
    {
        using StylizerPool pool = Pool();
        PooledStylizer shallow = pool.Rent(Shallow), deep = pool.Rent(Deep);

        pool.Return(shallow);
        pool.Return(deep);

        Assert.True(IsDisposed(shallow));
        Assert.False(IsDisposed(deep));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, true)]
    public void Rent_runs_at_once_share_the_free_memory(int runs, bool isShared)
    {
        using var pool = new StylizerPool(Settings() with { Limits = new StudioLimits { RunsAtOnce = runs } });

        Assert.Equal(isShared, pool.Rent(Shallow).Stylizer.MemoryLimit is not null);
    }

    private StylizerPool Pool() => new(Settings());

    private StudioSettings Settings() => Studio.Usual("x") with { Network = Load };

    private LoadedNetwork Load(LayerName deepest)
    {
        _loaded.Add(deepest);
        Network network = VggLayers.IsUpTo(deepest, Shallow) ? TestNetworks.Shallow() : TestNetworks.Vgg();
        return new LoadedNetwork { Network = network, NormalizationSource = "test" };
    }

    private static bool IsDisposed(PooledStylizer pooled)
    {
        try
        {
            pooled.Stylizer.Plan(new PictureSize(32, 32), []);
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
