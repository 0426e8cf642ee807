using Impasto.Training.Data;
using Impasto.Training.Decoders;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Tests.Decoders;

[Collection("libtorch")]
public sealed class PairSamplerTests
{
    private const int Crop = 64;

    [Fact]
    public void Pictures_depend_on_the_seed_alone_and_lie_in_the_range()
    {
        using DisposeScope scope = NewDisposeScope();
        PairSampler sampler = Sampler();

        Tensor styles = sampler.Styles(24, new Random(5)), again = sampler.Styles(24, new Random(5));

        Assert.Equal([24, 3, Crop, Crop], styles.shape);
        Assert.Equal(0, (styles - again).abs().max().item<float>());
        Assert.InRange(styles.min().item<float>(), 0, 0.5f);
        Assert.InRange(styles.max().item<float>(), 0.5f, 1);
        Assert.True(styles.isfinite().all().item<bool>());
        Assert.True((styles - sampler.Styles(24, new Random(6))).abs().max().item<float>() > 0.1);
    }

    [Fact]
    public void Moved_by_a_pixel_is_the_next_column()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor picture = Sampler().Contents(1, new Random(1)), motion = zeros(1, 2, Crop, Crop);
        motion.select(1, 0).fill_(1);

        Tensor moved = FakeMotion.Moved(picture, motion);

        Assert.Equal(
            0, (moved.narrow(3, 0, Crop - 1) - picture.narrow(3, 1, Crop - 1)).abs().max().item<float>(), 1e-4f);
        Tensor still = FakeMotion.Moved(picture, zeros(1, 2, Crop, Crop));
        Assert.Equal(0, (still - picture).abs().max().item<float>(), 1e-4f);
    }

    [Fact]
    public void Apply_gives_features_the_moments_of_the_style()
    {
        using DisposeScope scope = NewDisposeScope();
        random.manual_seed(2);
        Tensor content = rand(1, 5, 20, 20), style = rand(1, 5, 30, 30).pow(2);
        style = cat([style.narrow(1, 0, 4), style.narrow(1, 0, 1) + style.narrow(1, 4, 1)], 1);

        Tensor mapped = FeatureMap.Apply(content, FeatureMap.Moments(content), FeatureMap.Moments(style));

        (Tensor mean, Tensor gram) = FeatureMap.Moments(mapped);
        (Tensor wantedMean, Tensor wantedGram) = FeatureMap.Moments(style);
        Assert.Equal(0, (mean - wantedMean).abs().max().item<float>(), 1e-4f);
        Assert.Equal(0, (gram - wantedGram).abs().max().item<float>(), 5e-3f);
    }

    private static PairSampler Sampler()
    {
        var random = new Random(3);
        return new PairSampler(
            [.. Enumerable.Range(0, 3).Select(_ =>
            {
                byte[] pixels = new byte[3 * 90 * 80];
                random.NextBytes(pixels);
                return new TrainingImage(90, 80, pixels);
            })],
            Crop);
    }
}
