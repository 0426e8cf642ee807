using Impasto.Training.Students;
using static TorchSharp.torch;

namespace Impasto.Training.Tests.Students;

[Collection("libtorch")]
public sealed class ChannelSizesTests
{
    [Fact]
    public void Of_channels_that_fire_are_divided_by_their_activation()
    {
        float[] found = Sizes([2, 4], [[3, 0], [0, 5]], [4, 12]);

        Assert.Equal([2, 4], found);
    }

    [Fact]
    public void Of_channel_that_hardly_fires_gets_a_kernel_as_large_as_the_others()
    {
        // Kernels with their biases are 5, 13 and 390 long: 5 / 2 and 13 / 4 after the division, 2.875 in the mean.
        float[] found = Sizes([2, 4, 1e-6f], [[3, 0], [0, 5], [390, 0]], [4, 12, 0]);

        Assert.Equal(390 / 2.875, found[2], 0.001);
    }

    [Fact]
    public void Of_layer_that_is_dead_altogether_gives_numbers_above_0()
    {
        Assert.All(Sizes([0, 0], [[1, 0], [0, 1]], [-9, -9]), size => Assert.True(size > 0 && float.IsFinite(size)));
    }

    private static float[] Sizes(float[] activations, float[][] kernel, float[] bias)
    {
        using Tensor weights = stack(kernel.Select(row => tensor(row).reshape(2, 1, 1)));
        return [.. ChannelSizes.Of(tensor(activations), weights, tensor(bias), leastShare: 0.01).data<float>()];
    }
}
