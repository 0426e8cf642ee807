using Impasto.Torch.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Torch.Tests;

public sealed class ChannelsLastTests
{
    // Shapes at which libtorch's own 1 x 1 convolution gave wrong values on two threads, and ordinary ones.
    [Theory]
    [InlineData(4, 128, 64, 43)]
    [InlineData(4, 128, 128, 77)]
    [InlineData(1, 33, 48, 125)]
    [InlineData(2, 16, 64, 192)]
    public void Mapped_is_the_linear_map_at_every_position(int batch, int side, int inputs, int outputs)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(7);
        int threads = get_num_threads();
        Tensor features = randn([batch, inputs, side, side], generator: generator);
        Tensor matrix = randn([outputs, inputs], generator: generator), shift = randn([outputs], generator: generator);

        set_num_threads(2);
        Tensor mapped = ChannelsLast.Mapped(ChannelsLast.Of(features), matrix, shift);
        set_num_threads(threads);

        Tensor expected = einsum("kc,bchw->bkhw", matrix.to(float64), features.to(float64)) + shift.to(float64)
            .view(1, -1, 1, 1);
        Assert.Equal([batch, outputs, side, side], mapped.shape);
        Assert.InRange((mapped - expected).abs().max().item<double>(), 0, 1e-3);
    }
}
