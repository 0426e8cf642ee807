using Impasto.Engines;
using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Tests;

/// <summary>The contract of every engine, checked against <see cref="ReferenceEngine"/>.</summary>
public abstract class EngineTests
{
    private static readonly LayerName[] Style =
        [LayerName.Parse("conv1_1"), LayerName.Parse("conv2_1"), LayerName.Parse("conv3_1")];
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

    /// <summary>The largest allowed error, in root mean squares of the values.</summary>
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
            LayerMoments one = Assert.Single(expected.Moments[layer]), other = Assert.Single(found.Moments[layer]);
            Agreement.Close(one.Mean, other.Mean, Tolerance);
            Agreement.Close(one.Gram, other.Gram, Tolerance);
            Assert.Equal(one.Positions, other.Positions);
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

    // In float64 equal values are equal, and the first of them gets the gradient. Taking another one of four in flat
    // areas changes the gradient by its own size.
    [Theory]
    [InlineData("flat")]
    [InlineData("saturated")]
    [InlineData("enlarged")]
    public void Backward_equal_neighbours_gives_the_reference_gradient(string kind)
    {
        Network network = TestNetworks.Vgg(width: 8);
        using IEngine engine = Open(network, new EngineSettings());
        var reference = new ReferenceEngine(network, new EngineSettings());
        NetworkInput input = TiedPictures.Of(kind);
        FeatureGradients gradients = RandomGradients.For(reference.Forward(input, Request));
        engine.Forward(input, Request);
        float[] found = new float[input.Values.Length], expected = new float[input.Values.Length];

        engine.Backward(gradients, found);
        reference.Backward(gradients, expected);

        Assert.InRange(TiedPictures.Error(expected, found), 0, 1e-3);
    }

    [Fact]
    public void Forward_guided_regions_give_the_reference_moments()
    {
        using IEngine engine = Open(PoolingMode.Max, PaddingMode.Zero, out IEngine reference);
        NetworkInput input = TestNetworks.Noise(25, 22);
        FeatureRequest request = Request with { Regions = TestRegions.Mixed(Style, 25, 22) };

        Features found = engine.Forward(input, request), expected = reference.Forward(input, request);

        foreach (LayerName layer in Style)
        {
            Assert.Equal(expected.Moments[layer].Count, found.Moments[layer].Count);
            foreach ((LayerMoments one, LayerMoments other) in expected.Moments[layer].Zip(found.Moments[layer]))
            {
                Assert.Equal(one.Positions, other.Positions, 1e-9);
                if (one.Positions == 0)
                {
                    Assert.All(other.Gram.Concat(other.Mean), value => Assert.Equal(0, value));
                    continue;
                }

                Agreement.Close(one.Mean, other.Mean, Tolerance);
                Agreement.Close(one.Gram, other.Gram, Tolerance);
            }
        }
    }

    [Fact]
    public void Forward_moments_of_parts_add_up_to_the_whole()
    {
        using IEngine engine = Open(PoolingMode.Max, PaddingMode.Zero, out _);
        NetworkInput input = TestNetworks.Noise(25, 22);

        Features whole = engine.Forward(input, Request);
        Features parts = engine.Forward(input, Request with { Regions = TestRegions.Partition(Style, 25, 22) });

        foreach (LayerName layer in Style)
        {
            LayerMoments one = whole.Moments[layer][0], sum = LayerMoments.Blend(
                [.. parts.Moments[layer].Select(part => new WeightedMoments(part, part.Positions))]);
            Assert.Equal(one.Positions, parts.Moments[layer].Sum(part => part.Positions));
            Agreement.Close(one.Gram, sum.Gram, 2e-6);
            Agreement.Close(one.Mean, sum.Mean, 2e-6);
        }
    }

    [Theory]
    [InlineData(PoolingMode.Max)]
    [InlineData(PoolingMode.L2)]
    public void Backward_guided_regions_give_the_reference_gradient(PoolingMode pooling)
    {
        using IEngine engine = Open(pooling, PaddingMode.Zero, out IEngine reference);
        NetworkInput input = TestNetworks.Noise(25, 22);
        FeatureRequest request = Request with { Regions = TestRegions.Mixed(Style, 25, 22) };
        FeatureGradients gradients = RandomGradients.For(engine.Forward(input, request));
        gradients = gradients with
        {
            // One region without a gradient.
            Moments = gradients.Moments.ToDictionary(
                pair => pair.Key, pair => (IReadOnlyList<MomentGradient?>)[null, .. pair.Value.Skip(1)]),
        };
        reference.Forward(input, request);
        float[] found = new float[input.Values.Length], expected = new float[input.Values.Length];

        engine.Backward(gradients, found);
        reference.Backward(gradients, expected);

        // The region of one position makes a peak far above the root mean square, and rounding grows with the peak.
        Agreement.Close(expected, found, 3 * Tolerance);
    }

    [Fact]
    public void Forward_weights_of_one_are_no_weights()
    {
        using IEngine engine = Open(PoolingMode.Max, PaddingMode.Zero, out _);
        NetworkInput input = TestNetworks.Noise(13, 10);

        Features plain = engine.Forward(input, Request);
        Features ones = engine.Forward(input, Request with { Regions = [TestRegions.Of(Style, 13, 10, (_, _) => 1)] });

        foreach (LayerName layer in Style)
        {
            Assert.Equal(plain.Moments[layer][0].Gram, ones.Moments[layer][0].Gram);
            Assert.Equal(plain.Moments[layer][0].Mean, ones.Moments[layer][0].Mean);
        }
    }

    [Fact]
    public void Forward_weights_of_another_size_are_refused()
    {
        using IEngine engine = Open(PoolingMode.Max, PaddingMode.Zero, out _);
        FeatureRequest request = Request with { Regions = [TestRegions.Of(Style, 12, 10, (_, _) => 1)] };

        var failure = Assert.Throws<ArgumentException>(() => engine.Forward(TestNetworks.Noise(13, 10), request));

        Assert.Contains("10 x 13 weights at conv1_1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forward_into_earlier_results_gives_the_same_values()
    {
        using IEngine engine = Open(PoolingMode.Max, PaddingMode.Zero, out _);
        Features fresh = engine.Forward(TestNetworks.Noise(13, 10, seed: 2), Request);
        Features old = engine.Forward(TestNetworks.Noise(13, 10), Request);

        Features again = engine.Forward(TestNetworks.Noise(13, 10, seed: 2), Request, old);

        foreach (LayerName layer in Style)
            Assert.Equal(fresh.Moments[layer][0].Gram, again.Moments[layer][0].Gram);
        foreach (LayerName layer in Content)
            Assert.Equal(fresh.Maps[layer].Values, again.Maps[layer].Values);
    }

    [Fact]
    public void Forward_into_results_of_another_shape_makes_fresh_ones()
    {
        using IEngine engine = Open(PoolingMode.Max, PaddingMode.Zero, out _);
        Features old = engine.Forward(TestNetworks.Noise(13, 10), Request);
        double[] before = [.. old.Moments[Style[0]][0].Gram];

        Features other = engine.Forward(TestNetworks.Noise(13, 12), Request, old);

        Assert.Equal(13 * 12, other.Moments[Style[0]][0].Positions);
        Assert.Equal(before, old.Moments[Style[0]][0].Gram);
    }

    [Fact]
    public void Forward_one_pixel_wide_reflects_what_it_can()
    {
        using IEngine engine = Open(PoolingMode.Max, PaddingMode.Reflect, out IEngine reference);
        var request = new FeatureRequest([LayerName.Parse("conv1_2")], []);
        NetworkInput input = TestNetworks.Noise(1, 6);

        Agreement.Close(
            reference.Forward(input, request).Moments[request.StyleLayers[0]][0].Gram,
            engine.Forward(input, request).Moments[request.StyleLayers[0]][0].Gram,
            Tolerance);
    }

    [Fact]
    public void Forward_picture_smaller_than_a_layer_says_how_large_it_must_be()
    {
        using IEngine engine = Open(PoolingMode.Max, PaddingMode.Zero, out _);

        var failure = Assert.Throws<PictureException>(() => engine.Forward(TestNetworks.Noise(12, 3), Request));

        Assert.Contains("at least 4 x 4", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forward_layer_that_the_network_lacks_lists_what_it_has()
    {
        using IEngine engine = Open(TestNetworks.Shallow(), new EngineSettings());
        var request = new FeatureRequest([LayerName.Parse("conv5_4")], []);

        var failure = Assert.Throws<WeightsException>(() => engine.Forward(TestNetworks.Noise(32, 32), request));

        Assert.Contains("conv1_1, conv1_2, conv2_1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forward_input_of_another_length_is_refused()
    {
        using IEngine engine = Open(PoolingMode.Max, PaddingMode.Zero, out _);

        Assert.Throws<ArgumentException>(() => engine.Forward(new NetworkInput(new float[191], 8, 8), Request));
        Assert.Throws<ArgumentException>(() => engine.Forward(TestNetworks.Noise(8, 8), new FeatureRequest([], [])));
    }

    [Fact]
    public void Forward_content_features_beyond_an_array_are_refused_before_any_work()
    {
        const int Channels = 16384, Side = 363;
        LayerName layer = LayerName.Parse("conv1_1");
        var wide = new Convolution(layer, 3, Channels, new float[27 * Channels], new float[Channels]);
        using IEngine engine = Open(
            Network.Vgg("wide", [wide], InputNormalization.Unit, PaddingMode.Zero, ""), new EngineSettings());
        var input = new NetworkInput(new float[3 * Side * Side], Side, Side);

        var failure = Assert.Throws<MemoryException>(() => engine.Forward(input, new FeatureRequest([], [layer])));

        Assert.Contains(
            "At 363 x 363 the features of conv1_1 are 2158903296 values", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_twice_is_once_and_a_disposed_engine_says_so()
    {
        IEngine engine = Open(PoolingMode.Max, PaddingMode.Zero, out _);
        FeatureGradients gradients = RandomGradients.For(engine.Forward(TestNetworks.Noise(8, 8), Request));

        engine.Dispose();
        engine.Dispose();

        Assert.Throws<ObjectDisposedException>(() => engine.Forward(TestNetworks.Noise(8, 8), Request));
        Assert.Throws<ObjectDisposedException>(() => engine.Backward(gradients, new float[192]));
    }

    [Fact]
    public void Backward_without_a_kept_forward_pass_is_refused()
    {
        using IEngine engine = Open(PoolingMode.Max, PaddingMode.Zero, out _);
        engine.Forward(TestNetworks.Noise(8, 8), Request with { KeepForBackward = false });
        var none = new FeatureGradients(
            new Dictionary<LayerName, IReadOnlyList<MomentGradient?>>(), new Dictionary<LayerName, float[]>());

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
