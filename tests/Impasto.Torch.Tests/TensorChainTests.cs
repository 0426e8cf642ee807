using Impasto.Engines;
using Impasto.Networks;
using Impasto.Tests;
using Impasto.Torch.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Torch.Tests;

public sealed class TensorChainTests
{
    private static readonly LayerName First = LayerName.Parse("conv1_1"), Second = LayerName.Parse("conv2_1");

    // Weights of a 3 x 3 box: with ones as input, a place counts the places around it that are not zero.
    [Theory]
    [InlineData(PaddingMode.Zero, 4)]
    [InlineData(PaddingMode.Replicate, 9)]
    [InlineData(PaddingMode.Reflect, 9)]
    [InlineData(PaddingMode.ReplicateInput, 9)]
    public void Features_at_a_corner_depend_on_the_padding(PaddingMode padding, float expected)
    {
        using DisposeScope scope = Begin();
        var chain = new TensorChain([Box(First)], padding);

        Tensor found = chain.Features(ones([1, 1, 4, 4]), [First])[First];

        Assert.Equal(expected, found[0, 0, 0, 0].item<float>());
        Assert.Equal(9, found[0, 0, 1, 1].item<float>());
    }

    [Fact]
    public void Features_replicated_input_is_padded_by_zeros_from_the_second_layer_on()
    {
        using DisposeScope scope = Begin();
        var chain = new TensorChain([Box(First), Box(Second)], PaddingMode.ReplicateInput);

        // The first layer gives 9 everywhere, and a corner of the second sees four of them.
        Assert.Equal(36, chain.Features(ones([1, 1, 4, 4]), [Second])[Second][0, 0, 0, 0].item<float>());
    }

    [Theory]
    [InlineData(PoolingMode.Max, 4)]
    [InlineData(PoolingMode.Average, 2.5)]
    [InlineData(PoolingMode.L2, 2.7386)]
    public void Before_gives_the_pooled_input_of_a_layer(PoolingMode pooling, double expected)
    {
        using DisposeScope scope = Begin();
        var chain = new TensorChain([Point(First), new ChainPooling(), Point(Second)], PaddingMode.Zero, pooling);

        Tensor found = chain.Before(tensor(new float[] { 1, 2, 3, 4 }, [1, 1, 2, 2]), Second);

        Assert.Equal([1L, 1, 1, 1], found.shape);
        Assert.Equal(expected, found.item<float>(), 1e-4);
    }

    [Fact]
    public void Features_are_rectified_where_a_relu_follows()
    {
        using DisposeScope scope = Begin();
        Tensor input = tensor(new float[] { -2, 3 }, [1, 1, 1, 2]);
        ChainLayer raw = new(First, ones([1, 1, 1, 1]), zeros([1])) { Rectifies = false };

        Tensor features = new TensorChain([Point(First)], PaddingMode.Zero).Features(input, [First])[First];
        Assert.Equal([0f, 3f], Values(features));
        Assert.Equal([-2f, 3f], Values(new TensorChain([raw], PaddingMode.Zero).Features(input, [First])[First]));
        Assert.Equal([0f, 3f], Values(
            new TensorChain([raw, new ChainRelu(), Point(Second)], PaddingMode.Zero).Before(input, Second)));
    }

    [Fact]
    public void At_of_the_input_before_a_layer_is_the_layers_features()
    {
        using DisposeScope scope = Begin();
        using var network = new TensorNetwork(
            TestNetworks.Vgg(width: 4), new EngineSettings(), CPU, ScalarType.Float32);
        LayerName layer = LayerName.Parse("conv3_1");
        Tensor pixels = rand([1, 3, 16, 24], generator: new Generator(1));

        Tensor found = network.Chain.At(layer, network.Chain.Before(pixels, layer));

        Assert.Equal(Values(network.Chain.Features(pixels, [layer])[layer]), Values(found));
    }

    [Fact]
    public void Features_gradient_reaches_the_weights()
    {
        using DisposeScope scope = Begin();
        Tensor kernel = ones([1, 1, 1, 1]).requires_grad_();
        var chain = new TensorChain([new ChainLayer(First, kernel, zeros([1]))], PaddingMode.Zero);

        chain.Features(tensor(new float[] { 1, 2, -5 }, [1, 1, 1, 3]), [First])[First].sum().backward();

        // Of w * 1 + w * 2, with the third value below zero.
        Assert.Equal(3, kernel.grad!.item<float>());
    }

    [Fact]
    public void Wrong_layers_are_refused()
    {
        using DisposeScope scope = Begin();
        var chain = new TensorChain([Point(First)], PaddingMode.Zero);

        Assert.Throws<ArgumentException>(() => chain.Features(ones([1, 1, 4, 4]), [Second]));
        Assert.Throws<ArgumentException>(() => chain.Before(ones([1, 1, 4, 4]), Second));
        Assert.Throws<ArgumentException>(() => new TensorChain([new ChainPooling()], PaddingMode.Zero));
        Assert.Throws<ArgumentException>(() => new TensorChain([Point(First), Point(First)], PaddingMode.Zero));
    }

    [Fact]
    public void Dispose_of_a_network_frees_its_weights_and_may_be_repeated()
    {
        using DisposeScope scope = Begin();
        var network = new TensorNetwork(TestNetworks.Vgg(width: 4), new EngineSettings(), CPU, ScalarType.Float32);

        network.Dispose();
        network.Dispose();

        Assert.All(network.Chain.Layers, layer => Assert.True(layer.Kernel.IsInvalid && layer.Bias.IsInvalid));
    }

    private static DisposeScope Begin()
    {
        TorchRuntime.EnsureLoaded(1);
        return NewDisposeScope();
    }

    private static ChainLayer Box(LayerName name) => new(name, ones([1, 1, 3, 3]), zeros([1]));

    private static ChainLayer Point(LayerName name) => new(name, ones([1, 1, 1, 1]), zeros([1]));

    private static float[] Values(Tensor tensor) => [.. tensor.contiguous().data<float>()];
}
