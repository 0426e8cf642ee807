using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Tests.Networks.Files;

namespace Impasto.Tests.Networks.Weights;

public sealed class NetworkCatalogTests
{
    [Fact]
    public void Compact_is_a_small_vgg19_up_to_conv5_1()
    {
        Network network = NetworkCatalog.Compact().Network;

        Assert.Equal("compact", network.Name);
        Assert.Equal(
            VggLayout.Vgg19.Layers.Values.Where(layer => VggLayers.IsUpTo(layer, VggLayers.Of(5, 1))),
            network.Convolutions.Select(convolution => convolution.Layer));
        Assert.InRange(network.ParameterCount, 100_000, 1_600_000);
        Assert.All(network.Convolutions, convolution =>
        {
            Assert.All(convolution.Kernel, value => Assert.True(float.IsFinite(value)));
            Assert.All(convolution.Bias, value => Assert.True(float.IsFinite(value)));
            Assert.Contains(convolution.Kernel, value => value != 0);
        });
    }

    [Fact]
    public void Compact_maps_its_style_layers_to_those_of_vgg19()
    {
        Network network = NetworkCatalog.Compact().Network;

        int[] channels = [64, 128, 256, 512, 512];
        Assert.Equal(
            Enumerable.Range(1, 5).Select(block => (VggLayers.Of(block, 1), channels[block - 1])),
            network.Maps.OrderBy(map => map.Key, VggLayers.Order).Where(map => VggLayers.IsFirstOfBlock(map.Key))
                .Select(map => (map.Key, map.Value.Channels)));
        Assert.All(network.Maps, map =>
        {
            Assert.Equal(network[map.Key].Outputs, map.Value.Inputs);
            Assert.Equal(map.Value.Inputs * map.Value.Outputs, map.Value.Weight.Length);
            Assert.Equal(map.Value.Outputs, map.Value.Bias.Length);
            Assert.All(map.Value.Weight.Concat(map.Value.Bias), value => Assert.True(double.IsFinite(value)));
        });
    }

    [Fact]
    public void Resolve_auto_takes_compact_until_vgg19_is_installed()
    {
        using var folder = new TemporaryFolder();
        var store = new WeightStore(folder.Path);

        LoadedNetwork before = NetworkCatalog.Resolve("auto", store);
        folder.Write("vgg19.safetensors", Fixture.Bytes("small-old.pth"));
        LoadedNetwork after = NetworkCatalog.Resolve("auto", store);

        Assert.Equal("compact", before.Network.Name);
        Assert.Equal(("VGG-19 is not installed", "vgg19"), (before.Choice, before.MissingWeights));
        Assert.Equal("vgg19", after.Network.Name);
        Assert.Equal(("VGG-19 is installed", null), (after.Choice, after.MissingWeights));
        Assert.Equal("compact", NetworkCatalog.Resolve("compact", store).Network.Name);
    }

    [Fact]
    public void Resolve_file_takes_the_normalisation_that_is_asked_for()
    {
        using var folder = new TemporaryFolder();

        LoadedNetwork loaded = NetworkCatalog.Resolve(
            Fixture.Path("small-zip.pth"), new WeightStore(folder.Path), InputNormalization.CaffeRgb);

        Assert.Equal("caffe-rgb", loaded.Network.Normalization.Name);
        Assert.Equal(2, loaded.Network.Convolutions.Count);
    }

    [Fact]
    public void Resolve_missing_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        var store = new WeightStore(folder.Path);

        var missing = Assert.Throws<WeightsException>(() => NetworkCatalog.Resolve("vgg16", store));
        Assert.Equal("The weights 'vgg16' are not installed.", missing.Message);
        Assert.Equal((WeightsProblem.NotInstalled, "vgg16"), (missing.Problem, missing.WeightsName));
        Assert.Equal(
            "Unknown network 'vgg91': expected auto, compact, vgg19, vgg16, vgg19-caffe, "
            + "vgg16-caffe or a weight file.", Refusal.Of(() =>
                NetworkCatalog.Resolve("vgg91", store)));
        Assert.Equal(
            "The weight file 'none.pth' can't be used: there is no such file.", Refusal.Of(() =>
                NetworkCatalog.Resolve("none.pth", store)));
    }

    [Fact]
    public void Resolve_layer_beyond_the_installed_ones_says_how_to_get_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("vgg19.safetensors", Fixture.Bytes("small-old.pth"));

        var shallow = Assert.Throws<WeightsException>(
            () => NetworkCatalog.Resolve("vgg19", new WeightStore(folder.Path), deepest: VggLayers.Of(5, 4)));
        Assert.Equal("The installed weights 'vgg19' end at conv1_2, and conv5_4 is asked for.", shallow.Message);
        Assert.Equal((WeightsProblem.TooShallow, "vgg19"), (shallow.Problem, shallow.WeightsName));
    }
}
