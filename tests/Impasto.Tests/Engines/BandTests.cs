using Impasto.Engines;
using Impasto.Engines.Simd;
using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Layout;
using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Tests.Engines;

/// <summary>
/// Bands give the moments, maps and gradient of the picture in one piece, and bands that see too little do not.
/// </summary>
public sealed class BandTests
{
    // Rounding of single precision: a tile of Winograd's begins at another row.
    private const double Tolerance = 2e-5;

    // Rows of 10 and 20 and more whatever the width: several bands in all three blocks before the content layer.
    private static readonly BandCut Small = new(MapBytes: 0, RowsAConvolution: 5);

    private static readonly FeatureRequest Request = new(
        [LayerName.Parse("conv1_1"), LayerName.Parse("conv2_1"), LayerName.Parse("conv3_1"), LayerName.Parse("conv4_1"),
            LayerName.Parse("conv5_1")],
        [LayerName.Parse("conv4_2")],
        KeepForBackward: true);

    public static TheoryData<PoolingMode, PaddingMode> Settings => EngineTests.Settings;

    [Theory]
    [MemberData(nameof(Settings))]
    public void Bands_any_settings_give_the_whole_pictures_values(PoolingMode pooling, PaddingMode padding)
    {
        AssertSame(TestNetworks.Vgg(), new EngineSettings { Pooling = pooling, Padding = padding }, Request, Small);
    }

    // A band's tiles of Winograd begin at other rows: without a rule for equal values they choose other maxima.
    [Theory]
    [InlineData("flat")]
    [InlineData("saturated")]
    [InlineData("enlarged")]
    public void Bands_equal_neighbours_give_the_whole_pictures_values(string kind)
    {
        double error = Error(
            TestNetworks.Vgg(width: 8), new EngineSettings(), Request, Small, TiedPictures.Of(kind));

        Assert.InRange(error, 0, 0.01);
    }

    [Theory]
    [InlineData("conv1_2,conv3_4", "conv5_1")]
    [InlineData("conv2_2", "conv4_4")]
    [InlineData("conv3_2,conv5_1", "conv2_1")]
    [InlineData("conv4_1", "conv1_1")]
    [InlineData("conv1_1", "conv1_1")]
    public void Bands_any_layers_give_the_whole_pictures_values(string style, string content)
    {
        FeatureRequest request = Request with
        {
            StyleLayers = [.. LayerWeights.Parse(style).Used],
            ContentLayers = [.. LayerWeights.Parse(content).Used],
        };

        AssertSame(TestNetworks.Vgg(), new EngineSettings(), request, Small);
        AssertSame(TestNetworks.Vgg(), new EngineSettings { Pooling = PoolingMode.L2 }, request, Small);
    }

    [Fact]
    public void Bands_guided_regions_give_the_whole_pictures_values()
    {
        FeatureRequest request = Request with { Regions = TestRegions.Mixed([.. Request.StyleLayers], Width, Height) };

        // The region of one position makes a peak far above the root mean square, and rounding goes with the peak.
        AssertSame(TestNetworks.Vgg(), new EngineSettings(), request, Small, 3e-4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Bands_with_a_row_for_each_convolution_are_exact(int lean)
    {
        Assert.True(Error(TestNetworks.Leaning(lean), new EngineSettings { Pooling = PoolingMode.Average }, Request,
            Small) < Tolerance);
    }

    // Otherwise the test above proves nothing.
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Bands_that_see_too_little_are_noticed(int lean)
    {
        double error = Error(TestNetworks.Leaning(lean), new EngineSettings { Pooling = PoolingMode.Average }, Request,
            Small with { Halo = 2 });

        Assert.True(error > 10 * Tolerance, $"off by no more than {error}");
    }

    [Fact]
    public void BytesFor_bands_take_about_half_the_memory()
    {
        Network network = TestNetworks.Vgg(width: 16);
        using IEngine engine = new CpuDevice(1).Open(network, new EngineSettings());
        long whole = engine.BytesFor(2048, 2048, Request),
            bands = engine.BytesFor(2048, 2048, Request with { InBands = true });

        Assert.InRange((double)bands / whole, 0.3, 0.6);
    }

    [Fact]
    public void Bands_once_warm_allocate_nothing()
    {
        using var engine = new SimdEngine<Lanes8>(TestNetworks.Vgg(), new EngineSettings(), 2, Small);
        NetworkInput input = TestNetworks.Noise(Width, Height);
        FeatureRequest request = Request with { InBands = true };
        float[] gradient = new float[input.Values.Length];
        Features features = engine.Forward(input, request);
        FeatureGradients gradients = RandomGradients.For(features);
        engine.Backward(gradients, gradient);

        Assert.Equal(0, Allocations.Of(() =>
        {
            engine.Forward(input, request, features);
            engine.Backward(gradients, gradient);
        }));
    }

    // Odd at several depths.
    private const int Width = 53;
    private const int Height = 139;

    private static void AssertSame(
        Network network, EngineSettings settings, FeatureRequest request, BandCut cut, double tolerance = 1e-4)
    {
        double error = Error(network, settings, request, cut);
        Assert.True(error < tolerance, $"off by {error}");
    }

    // The worst of all moments, maps and the gradient, in root mean squares of each.
    private static double Error(
        Network network, EngineSettings settings, FeatureRequest request, BandCut cut, NetworkInput? picture = null)
    {
        using var engine = new SimdEngine<Lanes8>(network, settings, 2, cut);
        NetworkInput input = picture ?? TestNetworks.Noise(Width, Height);
        Features whole = engine.Forward(input, request);
        FeatureGradients gradients = RandomGradients.For(whole);
        float[] expected = new float[input.Values.Length], found = new float[input.Values.Length];
        engine.Backward(gradients, expected);

        Features bands = engine.Forward(input, request with { InBands = true });
        engine.Backward(gradients, found);

        double worst = Off(expected, found);
        foreach (LayerName layer in request.StyleLayers)
        {
            foreach ((LayerMoments one, LayerMoments other) in whole.Moments[layer].Zip(bands.Moments[layer])
                .Where(pair => pair.First.Positions > 0))
                worst = Math.Max(worst, Math.Max(Off(one.Gram, other.Gram), Off(one.Mean, other.Mean)));
        }

        foreach (LayerName layer in request.ContentLayers)
            worst = Math.Max(worst, Off(whole.Maps[layer].Values, bands.Maps[layer].Values));
        return worst;
    }

    private static double Off(float[] expected, float[] found) =>
        Off([.. expected.Select(value => (double)value)], [.. found.Select(value => (double)value)]);

    private static double Off(double[] expected, double[] found)
    {
        double size = Math.Sqrt(expected.Average(value => value * value));
        return expected.Zip(found, (one, other) => Math.Abs(one - other)).Max() / size;
    }
}
