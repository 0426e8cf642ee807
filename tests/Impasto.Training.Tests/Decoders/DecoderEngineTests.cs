using Impasto.Engines;
using Impasto.Glances;
using Impasto.Imaging;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Tests;
using Impasto.Torch.Tensors;
using Impasto.Training.Decoders;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Tests.Decoders;

/// <summary>The library's engine against the module that was trained, on libtorch.</summary>
[Collection("libtorch")]
public sealed class DecoderEngineTests
{
    private const double Strength = 0.7;

    private static readonly Network Compact = NetworkCatalog.Compact().Network;

    [Theory]
    [InlineData(64, 48, 1)]
    [InlineData(8, 8, 2)]
    [InlineData(200, 136, 2)]
    [InlineData(67, 45, 2)]
    public void Paint_gives_the_pixels_of_libtorch(int width, int height, int threads)
    {
        using Decoder decoder = Make([96, 80, 48, 64, 48, 32, 16], seed: 3);
        using GlanceEngine engine = Open(decoder, threads);
        Picture photo = TestPictures.Noise(width, height, seed: 1), painting = TestPictures.Noise(72, 56, seed: 2);

        float[] found = engine.Paint(photo, engine.Measure(painting), Strength, CancellationToken.None);

        float[] wanted = OnLibtorch(decoder, photo, painting);
        Assert.Equal(wanted.Length, found.Length);
        Assert.True(wanted.Max() - wanted.Min() > 0.1, "The picture is flat: there is nothing to compare.");
        Assert.InRange(wanted.Zip(found, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-4);
    }

    [Fact]
    public void Paint_in_pieces_gives_the_picture_of_one_piece()
    {
        using Decoder decoder = Make([32, 32, 32, 32, 32, 32, 32], seed: 4);
        Picture photo = TestPictures.Noise(203, 181, seed: 5), painting = TestPictures.Noise(90, 70, seed: 6);
        using GlanceEngine whole = Open(decoder, 1);
        using GlanceEngine pieces = Open(decoder, 2, side: 48);
        using GlanceEngine narrow = Open(decoder, 2, side: 48, halo: 16);
        GlanceMoments style = whole.Measure(painting);

        float[] one = whole.Paint(photo, style, 1, CancellationToken.None);
        double range = one.Max() - one.Min();

        Assert.InRange(Furthest(one, pieces.Paint(photo, style, 1, CancellationToken.None)) / range, 0, 1e-5);
        Assert.InRange(Furthest(one, narrow.Paint(photo, style, 1, CancellationToken.None)) / range, 1e-4, 10);
    }

    [Fact]
    public void Paint_takes_no_memory_once_it_is_warm()
    {
        using Decoder decoder = Make([32, 32, 32, 32, 32, 32, 32], seed: 4);
        using GlanceEngine engine = Open(decoder, 1);
        Picture photo = TestPictures.Noise(512, 512, seed: 5);
        GlanceMoments style = engine.Measure(photo);
        for (int i = 0; i < 2; i++)
            engine.Paint(photo, style, 1, CancellationToken.None);

        long before = GC.GetAllocatedBytesForCurrentThread();
        engine.Paint(photo, style, 1, CancellationToken.None);

        // The result itself, and the small matrices of the maps; the planes of features are 8 MB and more.
        long result = photo.Pixels.LongLength * sizeof(float);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, result, result + 3_000_000);
    }

    [Fact]
    public void Between_same_moments_changes_nothing()
    {
        using GlanceEngine engine = Open(Make([16, 16, 16, 16, 16, 16, 16], seed: 1), 1);
        LayerMoments moments = engine.Measure(TestPictures.Noise(64, 64, seed: 1)).Deep;

        var map = FeatureTransport.Between(moments, moments, 1);

        for (int i = 0; i < moments.Channels; i++)
        {
            Assert.Equal(0, map.Shift[i], 1e-6);
            Assert.Equal(1, map.Matrix[(i * moments.Channels) + i], 1e-6);
        }
    }

    private static double Furthest(float[] left, float[] right) =>
        left.Zip(right, (a, b) => Math.Abs((double)a - b)).Max();

    private static Decoder Make(int[] widths, int seed) => new(
        new DecoderShape(
            Compact.Layer(DecoderNetwork.Deep).Channels,
            Compact.Layer(DecoderNetwork.Fine).Channels + DecoderNetwork.ColorChannels,
            widths),
        seed,
        CPU);

    private static GlanceEngine Open(Decoder decoder, int threads, int side = 1024, int halo = GlancePiece.Halo) =>
        new(Compact, Exported(decoder), new CpuDevice(threads).Open(Compact, new EngineSettings()))
        {
            PieceSide = side,
            Halo = halo,
        };

    private static DecoderNetwork Exported(Decoder decoder) => new([.. decoder.Export()]);

    private static float[] OnLibtorch(Decoder decoder, Picture photo, Picture painting)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        using var network = new TensorNetwork(Compact, new EngineSettings(), CPU, ScalarType.Float32);
        Dictionary<LayerName, Tensor> content = Features(network, photo), style = Features(network, painting);
        LayerName[] layers = [DecoderLayers.Deep, DecoderLayers.Fine, DecoderLayers.Colors];
        Tensor[] mapped = [.. layers.Select(layer => FeatureMap
            .Apply(content[layer], FeatureMap.Moments(content[layer]), FeatureMap.Moments(style[layer]))
            .Times(Strength).Plus(content[layer], 1 - Strength))];
        Tensor made = decoder.Run(DecoderInput.Of(mapped[0], mapped[1], mapped[2]));
        return [.. made.narrow(2, 0, photo.Height).narrow(3, 0, photo.Width).contiguous().data<float>()];
    }

    private static Dictionary<LayerName, Tensor> Features(TensorNetwork network, Picture picture)
    {
        Tensor pixels = tensor(picture.Pixels, [1, 3, picture.Height, picture.Width]);
        long right = -picture.Width & 7, bottom = -picture.Height & 7;
        pixels = nn.functional.pad(pixels, [0, right, 0, bottom], PaddingModes.Replicate);
        Dictionary<LayerName, Tensor> features =
            network.Chain.Features(ChannelsLast.Of(pixels), [DecoderLayers.Deep, DecoderLayers.Fine]);
        features[DecoderLayers.Colors] = DecoderLayers.ColorsOf(pixels);
        return features;
    }
}
