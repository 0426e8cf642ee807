using Impasto.Training.Data;
using TorchSharp;

namespace Impasto.Training.Tests.Data;

[Collection("libtorch")]
public sealed class CropSamplerTests
{
    [Fact]
    public void HashSeed_first_numbers_of_neighbouring_steps_are_independent()
    {
        double[] first =
            [.. Enumerable.Range(1, 2000).Select(step => new Random(CropSampler.HashSeed(0, step)).NextDouble())];

        // Distances of independent numbers between 0 and 1 have the mean 1/3, with a deviation of about 0.005 here.
        double distance = Enumerable.Range(1, first.Length - 1).Average(i => Math.Abs(first[i] - first[i - 1]));
        double second = Enumerable.Range(2, first.Length - 2)
            .Average(i => Math.Abs(first[i] - (2 * first[i - 1]) + first[i - 2]));
        Assert.Equal(1 / 3.0, distance, 0.02);
        // Points on a line, wrapped at 1, would have second differences of 0 or 1.
        Assert.InRange(second, 0.55, 0.72);
    }

    [Fact]
    public void Batch_same_step_is_the_same_and_another_is_not()
    {
        byte[] pixels = [.. Enumerable.Range(0, 90 * 70 * 3).Select(i => (byte)(i * 7))];
        TrainingImage[] images = [new TrainingImage(90, 70, pixels)];
        CropSampler first = new(images, 2, 64, seed: 3), second = new(images, 2, 64, seed: 3);
        var other = new CropSampler(images, 2, 64, seed: 4);

        float[] batch = Values(first.Batch(5));

        Assert.Equal([2L, 3, 64, 64], first.Batch(5).shape);
        Assert.Equal(batch, Values(second.Batch(5)));
        Assert.NotEqual(batch, Values(first.Batch(6)));
        Assert.NotEqual(batch, Values(other.Batch(5)));
    }

    private static float[] Values(torch.Tensor tensor) => [.. tensor.data<float>()];
}
