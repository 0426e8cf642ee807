using TorchSharp;

namespace Impasto.Training.Tests;

[Collection("libtorch")]
public sealed class CropSamplerTests
{
    [Fact]
    public void Batch_same_step_is_the_same_and_another_is_not()
    {
        TrainingImage[] images = [new TrainingImage(90, 70, [.. Enumerable.Range(0, 90 * 70 * 3).Select(i => (byte)(i * 7))])];
        CropSampler first = new(images, 2, 64, seed: 3), second = new(images, 2, 64, seed: 3), other = new(images, 2, 64, seed: 4);

        float[] batch = Values(first.Batch(5));

        Assert.Equal([2L, 3, 64, 64], first.Batch(5).shape);
        Assert.Equal(batch, Values(second.Batch(5)));
        Assert.NotEqual(batch, Values(first.Batch(6)));
        Assert.NotEqual(batch, Values(other.Batch(5)));
    }

    private static float[] Values(torch.Tensor tensor) => [.. tensor.data<float>()];
}
