using Impasto.Engines;
using Impasto.Networks;

namespace Impasto.Tests;

/// <summary>What every engine must do, checked against <see cref="ReferenceEngine"/>.</summary>
public abstract class EngineTests
{
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

    /// <summary>How far a value may be off, in root mean squares of the values.</summary>
    protected virtual double Tolerance => 2e-5;

    /// <summary>Opens the engine under test.</summary>
    protected abstract IEngine Open(Network network, EngineSettings settings);

    [Theory]
    [MemberData(nameof(Settings))]
    public void Forward_any_settings_gives_the_reference_moments_and_maps(PoolingMode pooling, PaddingMode padding)
    {
        using IEngine engine = Open(pooling, padding, out IEngine reference);
        NetworkInput input = TestNetworks.Noise(13, 10);

        Features found = engine.Forward(input, Request), expected = reference.Forward(input, Request);

        foreach (LayerName layer in Style)
        {
            Agreement.Close(expected.Moments[layer].Mean, found.Moments[layer].Mean, Tolerance);
            Agreement.Close(expected.Moments[layer].Gram, found.Moments[layer].Gram, Tolerance);
            Assert.Equal(expected.Moments[layer].Positions, found.Moments[layer].Positions);
        }

        foreach (LayerName layer in Content)
            Agreement.Close(expected.Maps[layer].Values, found.Maps[layer].Values, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Backward_any_settings_gives_the_reference_gradient(PoolingMode pooling, PaddingMode padding)
    {
        using IEngine engine = Open(pooling, padding, out IEngine reference);
        NetworkInput input = TestNetworks.Noise(13, 10);
        FeatureGradients gradients = RandomGradients.For(engine.Forward(input, Request));
        reference.Forward(input, Request);
        float[] found = new float[input.Values.Length], expected = new float[input.Values.Length];

        engine.Backward(gradients, found);
        reference.Backward(gradients, expected);

        Agreement.Close(expected, found, Tolerance);
    }

    [Fact]
    public void Forward_one_pixel_wide_reflects_what_it_can()
    {
        using IEngine engine = Open(PoolingMode.Max, PaddingMode.Reflect, out IEngine reference);
        var request = new FeatureRequest([LayerName.Parse("conv1_2")], []);
        NetworkInput input = TestNetworks.Noise(1, 6);

        Agreement.Close(
            reference.Forward(input, request).Moments[request.Deepest].Gram,
            engine.Forward(input, request).Moments[request.Deepest].Gram,
            Tolerance);
    }

    [Fact]
    public void Forward_picture_smaller_than_a_layer_says_how_large_it_must_be()
    {
        using IEngine engine = Open(PoolingMode.Max, PaddingMode.Zero, out _);

        var failure = Assert.Throws<ImpastoException>(() => engine.Forward(TestNetworks.Noise(12, 3), Request));

        Assert.Contains("at least 4 x 4", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forward_layer_that_the_network_lacks_lists_what_it_has()
    {
        using IEngine engine = Open(TestNetworks.Shallow(), new EngineSettings());
        var request = new FeatureRequest([LayerName.Parse("conv5_4")], []);

        var failure = Assert.Throws<ImpastoException>(() => engine.Forward(TestNetworks.Noise(32, 32), request));

        Assert.Contains("conv1_1, conv1_2, conv2_1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Backward_without_a_kept_forward_pass_is_refused()
    {
        using IEngine engine = Open(PoolingMode.Max, PaddingMode.Zero, out _);
        engine.Forward(TestNetworks.Noise(8, 8), Request with { KeepForBackward = false });
        var none = new FeatureGradients(new Dictionary<LayerName, MomentGradient>(), new Dictionary<LayerName, float[]>());

        Assert.Throws<InvalidOperationException>(() => engine.Backward(none, new float[192]));
    }

    private IEngine Open(PoolingMode pooling, PaddingMode padding, out IEngine reference)
    {
        Network network = TestNetworks.Vgg();
        var settings = new EngineSettings { Pooling = pooling, Padding = padding };
        reference = new ReferenceEngine(network, settings);
        return Open(network, settings);
    }
}
