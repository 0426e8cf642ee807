using Impasto.Networks;
using Impasto.Networks.Weights;

namespace Impasto.Tests.Networks.Weights;

public sealed class NetworkWriterTests
{
    [Fact]
    public void Write_network_is_loaded_with_weights_maps_and_padding()
    {
        using var folder = new ScratchFolder();
        string path = folder.File("network.safetensors");
        Network vgg = TestNetworks.Vgg(width: 4);
        LayerName layer = LayerName.Parse("conv2_1");
        int channels = vgg[layer].Outputs;
        double[] weight = [.. Enumerable.Range(0, 2 * channels).Select(i => i / 8.0)];
        var network = new Network(
            "small", vgg.Convolutions, InputNormalization.Unit, PaddingMode.Replicate, vgg.Sha256,
            new Dictionary<LayerName, LinearMap> { [layer] = new LinearMap(channels, 2, weight, [0.5, -1], 128) });

        NetworkWriter.Write(path, network, new Dictionary<string, string> { ["name"] = "small" });
        Network read = NetworkLoader.Load(path, deepest: vgg.Convolutions[^1].Layer).Network;

        Assert.Equal(vgg.Convolutions.Select(one => one.Kernel), read.Convolutions.Select(one => one.Kernel));
        Assert.Equal(vgg.Convolutions.Select(one => one.Bias), read.Convolutions.Select(one => one.Bias));
        Assert.Equal(PaddingMode.Replicate, read.Padding);
        Assert.Equal(InputNormalization.Unit, read.Normalization);
        LinearMap map = Assert.Single(read.Maps).Value;
        Assert.Equal(weight, map.Weight);
        Assert.Equal([0.5, -1], map.Bias);
        Assert.Equal(128, map.Channels);
    }
}
