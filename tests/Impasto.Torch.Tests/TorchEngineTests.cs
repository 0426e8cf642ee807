using Impasto.Engines;
using Impasto.Networks;
using Impasto.Tests;
using TorchSharp;

namespace Impasto.Torch.Tests;

// libtorch counts tensors and threads for the whole process: one class at a time.
[Collection("libtorch")]
public sealed class TorchEngineTests : IDisposable
{
    private readonly List<IEngine> _opened = [];

    private static readonly LayerName[] Style = [LayerName.Parse("conv1_1"), LayerName.Parse("conv2_1"), LayerName.Parse("conv3_1")];
    private static readonly LayerName[] Content = [LayerName.Parse("conv2_2"), LayerName.Parse("conv3_1")];
    private static readonly FeatureRequest Request = new(Style, Content, KeepForBackward: true);

    public static TheoryData<PoolingMode, PaddingMode> Settings
    {
        get
        {
            var data = new TheoryData<PoolingMode, PaddingMode>();
            foreach (PoolingMode pooling in Enum.GetValues<PoolingMode>())
            {
                foreach (PaddingMode padding in Enum.GetValues<PaddingMode>())
                    data.Add(pooling, padding);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Forward_any_settings_gives_the_reference_moments_and_maps(PoolingMode pooling, PaddingMode padding)
    {
        (IEngine engine, IEngine reference) = Open(pooling, padding);
        NetworkInput input = TestNetworks.Noise(13, 10);

        Features found = engine.Forward(input, Request), expected = reference.Forward(input, Request);

        foreach (LayerName layer in Style)
        {
            Close(expected.Moments[layer].Mean, found.Moments[layer].Mean);
            Close(expected.Moments[layer].Gram, found.Moments[layer].Gram);
            Assert.Equal(expected.Moments[layer].Positions, found.Moments[layer].Positions);
        }

        foreach (LayerName layer in Content)
            Close(expected.Maps[layer].Values, found.Maps[layer].Values);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Backward_any_settings_gives_the_reference_gradient(PoolingMode pooling, PaddingMode padding)
    {
        (IEngine engine, IEngine reference) = Open(pooling, padding);
        NetworkInput input = TestNetworks.Noise(13, 10);
        FeatureGradients gradients = RandomGradients(engine.Forward(input, Request));
        reference.Forward(input, Request);
        float[] found = new float[input.Values.Length], expected = new float[input.Values.Length];

        engine.Backward(gradients, found);
        reference.Backward(gradients, expected);

        Close(expected, found);
    }

    [Fact]
    public void Backward_agrees_with_differences_in_float64()
    {
        using IEngine engine = TorchDevice.Parse("cpu", 1, torch.ScalarType.Float64)
            .Open(TestNetworks.Vgg(), new EngineSettings { Pooling = PoolingMode.Average });
        NetworkInput input = TestNetworks.Noise(12, 9);
        FeatureGradients gradients = RandomGradients(engine.Forward(input, Request));
        float[] gradient = new float[input.Values.Length];
        engine.Backward(gradients, gradient);

        // A random direction, in steps that float32 holds exactly.
        const float Step = 1 / 4096f;
        var random = new Random(3);
        float[] direction = [.. gradient.Select(_ => random.Next(2) == 0 ? Step : -Step)];
        float[] start = [.. input.Values.Select(value => MathF.Round(value * 4096) / 4096)];
        engine.Forward(input with { Values = start }, Request);
        engine.Backward(gradients, gradient);
        double ahead = Linear(engine.Forward(input with { Values = Move(start, direction, 1) }, Request), gradients);
        double behind = Linear(engine.Forward(input with { Values = Move(start, direction, -1) }, Request), gradients);

        double slope = gradient.Zip(direction, (g, d) => (double)g * d).Sum();
        Assert.Equal(slope, (ahead - behind) / 2, Math.Abs(slope) * 2e-3);
    }

    [Fact]
    public void Forward_one_pixel_wide_reflects_what_it_can()
    {
        (IEngine engine, IEngine reference) = Open(PoolingMode.Max, PaddingMode.Reflect);
        var request = new FeatureRequest([LayerName.Parse("conv1_2")], []);
        NetworkInput input = TestNetworks.Noise(1, 6);

        Close(
            reference.Forward(input, request).Moments[request.Deepest].Gram,
            engine.Forward(input, request).Moments[request.Deepest].Gram);
    }

    [Fact]
    public void Forward_picture_smaller_than_a_layer_says_how_large_it_must_be()
    {
        (IEngine engine, _) = Open(PoolingMode.Max, PaddingMode.Zero);

        var failure = Assert.Throws<ImpastoException>(() => engine.Forward(TestNetworks.Noise(12, 3), Request));

        Assert.Contains("at least 4 x 4", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forward_layer_that_the_network_lacks_lists_what_it_has()
    {
        using IEngine engine = TorchDevice.Parse("cpu", 1).Open(TestNetworks.Shallow(), new EngineSettings());
        var request = new FeatureRequest([LayerName.Parse("conv5_4")], []);

        var failure = Assert.Throws<ImpastoException>(() => engine.Forward(TestNetworks.Noise(32, 32), request));

        Assert.Contains("conv1_1, conv1_2, conv2_1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Backward_without_a_kept_forward_pass_is_refused()
    {
        (IEngine engine, _) = Open(PoolingMode.Max, PaddingMode.Zero);
        engine.Forward(TestNetworks.Noise(8, 8), Request with { KeepForBackward = false });
        var none = new FeatureGradients(new Dictionary<LayerName, MomentGradient>(), new Dictionary<LayerName, float[]>());

        Assert.Throws<InvalidOperationException>(() => engine.Backward(none, new float[192]));
    }

    [Fact]
    public void A_thousand_steps_leave_no_tensor_behind()
    {
        long before = torch.Tensor.TotalCount;
        using (IEngine engine = TorchDevice.Parse("cpu", 1).Open(TestNetworks.Shallow(), new EngineSettings()))
        {
            var request = new FeatureRequest([LayerName.Parse("conv1_1")], [LayerName.Parse("conv2_1")], KeepForBackward: true);
            NetworkInput input = TestNetworks.Noise(8, 8);
            float[] gradient = new float[input.Values.Length];
            long afterOne = 0;
            for (int step = 0; step < 1000; step++)
            {
                engine.Backward(RandomGradients(engine.Forward(input, request)), gradient);
                if (step == 0)
                    afterOne = torch.Tensor.TotalCount;
                Assert.Equal(afterOne, torch.Tensor.TotalCount);
            }
        }

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    // An engine left to the garbage collector would give its tensors back in the middle of a test that counts them.
    public void Dispose() => _opened.ForEach(engine => engine.Dispose());

    private (IEngine Torch, IEngine Reference) Open(PoolingMode pooling, PaddingMode padding)
    {
        Network network = TestNetworks.Vgg();
        var settings = new EngineSettings { Pooling = pooling, Padding = padding };
        _opened.Add(TorchDevice.Parse("cpu", 1).Open(network, settings));
        return (_opened[^1], new ReferenceEngine(network, settings));
    }

    private static FeatureGradients RandomGradients(Features features)
    {
        var random = new Random(11);
        return new FeatureGradients(
            features.Moments.ToDictionary(pair => pair.Key, pair => RandomGradient(random, pair.Value.Channels)),
            features.Maps.ToDictionary(
                pair => pair.Key, pair => TestNetworks.Values(random, pair.Value.Values.Length, 1.0 / pair.Value.Values.Length)));
    }

    private static MomentGradient RandomGradient(Random random, int channels)
    {
        MomentGradient gradient = MomentGradient.Zero(channels);
        for (int i = 0; i < channels; i++)
        {
            gradient.Mean[i] = random.NextDouble() - 0.5;
            for (int j = 0; j <= i; j++)
                gradient.Gram[(i * channels) + j] = gradient.Gram[(j * channels) + i] = random.NextDouble() - 0.5;
        }

        return gradient;
    }

    // The function whose derivatives the gradients are: linear in the moments and the maps.
    private static double Linear(Features features, FeatureGradients gradients) =>
        gradients.Moments.Sum(pair => Dot(pair.Value.Gram, features.Moments[pair.Key].Gram)
            + Dot(pair.Value.Mean, features.Moments[pair.Key].Mean))
        + gradients.Maps.Sum(pair => pair.Value.Zip(features.Maps[pair.Key].Values, (d, f) => (double)d * f).Sum());

    private static double Dot(double[] left, double[] right) => left.Zip(right, (l, r) => l * r).Sum();

    private static float[] Move(float[] start, float[] direction, float factor) =>
        [.. start.Zip(direction, (s, d) => s + (factor * d))];

    private static void Close(float[] expected, float[] found) =>
        Close([.. expected.Select(value => (double)value)], [.. found.Select(value => (double)value)]);

    private static void Close(double[] expected, double[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        double size = Math.Sqrt(expected.Average(value => value * value));
        Assert.True(size > 0, "the reference is all zero: nothing was checked");
        double worst = expected.Zip(found, (e, f) => Math.Abs(e - f)).Max();
        Assert.True(worst < 2e-5 * size, $"off by {worst} where values are {size}");
    }
}
