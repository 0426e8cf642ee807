using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Networks;
using Impasto.Storage;

namespace Impasto.Tests.Distances;

public sealed class StyleMeterTests
{
    private static readonly LayerWeights Styles = LayerWeights.Parse("conv1_1=1,conv2_1=0.5");
    private static readonly LayerWeights Contents = LayerWeights.Parse("conv1_2=1,conv2_1=2");

    private static readonly LayerName First = LayerName.Parse("conv1_1"), Last = LayerName.Parse("conv2_1");

    [Fact]
    public void Measure_of_a_picture_and_itself_is_0()
    {
        using StyleMeter meter = Open(TestNetworks.Shallow());
        Picture picture = TestPictures.Noise(9, 8, 1);

        PictureDistances distances = meter.Measure(picture, picture, picture);

        Assert.Equal(0, distances.Style.Total);
        Assert.Equal(0, distances.Content.Total);
        Assert.All(distances.Style.Layers.Values, value => Assert.Equal(0, value));
        Assert.All(distances.Content.Layers.Values, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Measure_agrees_with_the_formulas_on_the_plain_engines_features()
    {
        Network network = TestNetworks.Shallow(normalization: InputNormalization.Caffe);
        using var meter = new StyleMeter(network, new CpuDevice(2), Styles, Contents);
        Picture picture = TestPictures.Noise(9, 8, 1), content = TestPictures.Noise(9, 8, 2);
        Picture style = TestPictures.Noise(11, 6, 3);

        PictureDistances found = meter.Measure(picture, content, style);

        double first = Style(First), last = Style(Last);
        Close(first, found.Style.Layers[First]);
        Close(last, found.Style.Layers[Last]);
        Close(((1 * first) + (0.5 * last)) / 1.5, found.Style.Total);
        double second = Content(LayerName.Parse("conv1_2")), deep = Content(Last);
        Close(deep, found.Content.Layers[Last]);
        Close(((1 * second) + (2 * deep)) / 3, found.Content.Total);

        double Style(LayerName layer)
        {
            double[] g = Gram(network, picture, layer), a = Gram(network, style, layer);
            return Squares(g.Zip(a, (x, y) => x - y)) / Squares(a);
        }

        double Content(LayerName layer)
        {
            double[] f = Features(network, picture, layer), p = Features(network, content, layer);
            return Squares(f.Zip(p, (x, y) => x - y)) / Squares(p);
        }
    }

    [Fact]
    public void Measure_agrees_with_the_terms_of_a_run()
    {
        Network network = TestNetworks.Shallow();
        using StyleMeter meter = Open(network);
        Picture picture = TestPictures.Noise(9, 8, 1), content = TestPictures.Noise(9, 8, 2);
        Picture style = TestPictures.Noise(11, 6, 3);
        ILossTerm[] terms =
        [
            new StyleTerm(1, Styles, StyleLoss.Gram, LossConvention.Relative),
            new ContentTerm(1, Contents, LossConvention.Relative),
        ];
        using var objective = new PerceptualObjective(network, new TestDevice(), terms);
        objective.SetContent(content);
        objective.SetStyles([new WeightedStyle(style)]);
        PixelBuffer point = picture.Pixels, gradient = new float[picture.Pixels.Length];

        LossValue expected = objective.Evaluate(point, gradient);

        PictureDistances found = meter.Measure(picture, content, style);
        Close(expected.Parts[0].Value, found.Style.Total);
        Close(expected.Parts[1].Value, found.Content.Total);
    }

    [Fact]
    public void Measure_of_style_and_of_content_alone_are_the_parts_of_both()
    {
        using StyleMeter meter = Open(TestNetworks.Shallow());
        Picture picture = TestPictures.Noise(9, 8, 1), content = TestPictures.Noise(9, 8, 2);
        Picture style = TestPictures.Noise(11, 6, 3);

        PictureDistances both = meter.Measure(picture, content, style);

        Assert.Equal(both.Style.Total, meter.MeasureStyle(picture, style).Total);
        Assert.Equal(both.Content.Total, meter.MeasureContent(picture, content).Total);
    }

    [Fact]
    public void Measure_of_swapped_pictures_differs_by_the_size_of_the_target_only()
    {
        Network network = TestNetworks.Shallow();
        LayerWeights one = LayerWeights.Parse("conv2_1");
        using var meter = new StyleMeter(network, new TestDevice(), one, one);
        Picture a = TestPictures.Noise(9, 8, 1), b = TestPictures.Noise(9, 8, 2);

        PictureDistances ab = meter.Measure(a, b, b), ba = meter.Measure(b, a, a);

        Close(ab.Style.Total * Squares(Gram(network, b, Last)), ba.Style.Total * Squares(Gram(network, a, Last)));
        Close(
            ab.Content.Total * Squares(Features(network, b, Last)),
            ba.Content.Total * Squares(Features(network, a, Last)));
    }

    [Fact]
    public void MeasureStyle_of_a_pattern_repeated_once_more_is_0()
    {
        // 1 x 1 convolutions: every position sees its own pixel only, so that repetition changes no moment.
        var point = new Convolution(First, 3, 2, [1, 0.5f, 0.25f, -1, 2, 0.5f], [0.1f, 0.2f]);
        var network = new Network(
            "point", [point, Relu.Instance], InputNormalization.Unit, PaddingMode.Replicate, new string('0', 64));
        LayerWeights layer = LayerWeights.Parse("conv1_1");
        using var meter = new StyleMeter(network, new TestDevice(), layer, layer);
        Picture once = TestPictures.Noise(4, 3, 1);
        float[] pixels = [.. once.Pixels.Chunk(4).SelectMany(row => row.Concat(row))];

        Assert.Equal(0, meter.MeasureStyle(new Picture(8, 3, pixels), once).Total, 1e-12);
    }

    [Fact]
    public void Measure_compares_Gram_matrices_behind_the_networks_maps()
    {
        Network plain = TestNetworks.Shallow();
        int channels = plain[Last].Outputs;
        double[] weight = [.. TestNetworks.Values(new Random(8), 3 * channels, 0.4).Select(value => (double)value)];
        double[] bias = [0.1, -0.2, 0.3];
        var mapped = new Network(
            plain.Name, plain.Nodes, plain.Normalization, plain.Padding, plain.Sha256,
            new Dictionary<LayerName, LinearMap> { [Last] = new LinearMap(channels, 3, weight, bias, 128) });
        LayerWeights one = LayerWeights.Parse("conv2_1");
        using var meter = new StyleMeter(mapped, new TestDevice(), one, one);
        Picture picture = TestPictures.Noise(9, 8, 1), style = TestPictures.Noise(11, 6, 3);

        double found = meter.MeasureStyle(picture, style).Total;

        double[] g = GramOf(Mapped(picture), 3), a = GramOf(Mapped(style), 3);
        Close(Squares(g.Zip(a, (x, y) => x - y)) / Squares(a), found);

        double[] Mapped(Picture of)
        {
            double[] features = Features(plain, of, Last);
            int positions = features.Length / channels;
            return [.. Enumerable.Range(0, 3 * positions).Select(i => bias[i / positions]
                + Enumerable.Range(0, channels).Sum(
                    c => weight[(i / positions * channels) + c] * features[(c * positions) + (i % positions)]))];
        }
    }

    [Fact]
    public void Measure_of_a_content_of_another_size_is_refused()
    {
        using StyleMeter meter = Open(TestNetworks.Shallow());
        Picture picture = TestPictures.Noise(9, 8, 1);

        Picture turned = TestPictures.Noise(8, 9, 1);

        var failure = Assert.Throws<ArgumentException>(() => meter.MeasureContent(picture, turned));

        Assert.StartsWith(
            "Expected a content of the picture's size, 9 x 8, got 8 x 9.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Measure_of_a_style_that_is_too_small_is_refused()
    {
        using StyleMeter meter = Open(TestNetworks.Shallow());

        var failure = Assert.Throws<PictureException>(
            () => meter.MeasureStyle(TestPictures.Noise(9, 8, 1), TestPictures.Noise(9, 1, 1)));

        Assert.StartsWith("The style is too small at 9 x 1: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_refuses_layers_that_the_network_lacks()
    {
        var failure = Assert.Throws<WeightsException>(
            () => new StyleMeter(TestNetworks.Shallow(), new TestDevice(), Styles, LayerWeights.Parse("conv4_2")));

        Assert.Contains("has no conv4_2: it has conv1_1, ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_refuses_layers_without_weight()
    {
        var failure = Assert.Throws<ArgumentException>(
            () => new StyleMeter(TestNetworks.Shallow(), new TestDevice(), LayerWeights.Parse("conv1_1=0"), Contents));

        Assert.StartsWith(
            "Expected at least one layer with a weight above 0.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_without_layers_takes_the_published_ones_equally()
    {
        using var meter = new StyleMeter(TestNetworks.Vgg(), new TestDevice());

        Assert.Equal(LayerWeights.Parse("conv1_1,conv2_1,conv3_1,conv4_1,conv5_1"), meter.StyleLayers);
        Assert.Equal(new LossOptions().ContentLayers, meter.ContentLayers);
    }

    [Fact]
    public void Measure_after_Dispose_throws_and_a_second_Dispose_does_nothing()
    {
        StyleMeter meter = new(TestNetworks.Shallow(), new CpuDevice(1), Styles, Contents);
        Picture picture = TestPictures.Noise(9, 8, 1);
        meter.Dispose();
        meter.Dispose();

        Assert.Throws<ObjectDisposedException>(() => meter.Measure(picture, picture, picture));
        Assert.Throws<ObjectDisposedException>(() => meter.MeasureStyle(picture, picture));
        Assert.Throws<ObjectDisposedException>(() => meter.MeasureContent(picture, picture));
    }

    private static StyleMeter Open(Network network) => new(network, new TestDevice(), Styles, Contents);

    private static void Close(double expected, double found) => Assert.Equal(expected, found, 1e-5 * expected);

    private static double Squares(IEnumerable<double> values) => values.Sum(value => value * value);

    private static double[] Gram(Network network, Picture picture, LayerName layer) =>
        GramOf(Features(network, picture, layer), network[layer].Outputs);

    // sum_p F_ip F_jp / M of C x M values.
    private static double[] GramOf(double[] features, int channels)
    {
        int positions = features.Length / channels;
        return [.. Enumerable.Range(0, channels * channels).Select(ij => Enumerable.Range(0, positions).Sum(
            p => features[(ij / channels * positions) + p] * features[(ij % channels * positions) + p]) / positions)];
    }

    private static double[] Features(Network network, Picture picture, LayerName layer)
    {
        InputNormalization to = network.Normalization;
        int plane = picture.Width * picture.Height;
        float[] input = [.. Enumerable.Range(0, 3 * plane).Select(i => (float)(
            ((picture.Pixels[(to.Order[i / plane] * plane) + (i % plane)] * to.Scale) - to.Mean[i / plane])
            / to.Deviation[i / plane]))];
        var engine = new ReferenceEngine(network, new EngineSettings());
        Features features = engine.Forward(
            new NetworkInput(input, picture.Width, picture.Height), new FeatureRequest([], [layer]));
        return [.. features.Maps[layer].Values.Select(value => (double)value)];
    }
}
