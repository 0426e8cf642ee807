using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Numerics;
using Impasto.Objectives;
using Impasto.Points;
using Impasto.Tiles;

namespace Impasto.Tests.Objectives;

/// <summary>A picture in tiles has the moments, features and gradient of the picture in one piece.</summary>
public sealed class TileRunnerTests
{
    private const int Width = 45, Height = 38;

    private static readonly Network Network = TestNetworks.Shallow();
    private static readonly LayerName Deep = LayerName.Parse("conv2_1"), Wide = LayerName.Parse("conv1_2");
    private static readonly FeatureRequest Request = new([Deep, LayerName.Parse("conv1_1")], [Wide, Deep]);
    private static readonly Picture Picture = TestPictures.Noise(Width, Height, 3);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Forward_features_at_owned_positions_are_those_of_the_whole(bool keep)
    {
        // Without style layers, features are computed even if no backward pass follows.
        FeatureRequest request = keep ? Request : Request with { StyleLayers = [] };
        TileRunner whole = Runner(request, ScaleLayout.Whole), tiled = Runner(request, core: 8);
        Features expected = whole.Forward(Picture.Pixels, whole.Grid.Tiles[0], moments: true, keep);
        var seen = new Dictionary<LayerName, int> { [Wide] = 0, [Deep] = 0 };

        foreach (Tile tile in tiled.Grid.Tiles)
        {
            Features found = tiled.Forward(Picture.Pixels, tile, moments: true, keep);
            foreach (LayerName layer in request.ContentLayers)
                seen[layer] += AssertOwned(layer, tile, expected.Maps[layer], found.Maps[layer]);
        }

        Assert.True(tiled.Grid.Tiles.Count > 4);
        Assert.All(request.ContentLayers, layer => Assert.Equal(expected.Maps[layer].Values.Length, seen[layer]));
    }

    [Fact]
    public void Forward_moments_of_all_tiles_are_those_of_the_whole()
    {
        TileRunner whole = Runner(Request, ScaleLayout.Whole), tiled = Runner(Request, core: 8);
        Features expected = whole.Forward(Picture.Pixels, whole.Grid.Tiles[0], moments: true, keep: true);
        var sums = new MomentSums(tiled.Grid.Tiles.Count);

        foreach (Tile tile in tiled.Grid.Tiles)
            sums.Add(tiled.Forward(Picture.Pixels, tile, moments: true, keep: false).Moments);

        foreach ((LayerName layer, IReadOnlyList<LayerMoments> regions) in sums.Total())
        {
            Assert.Equal(expected.Moments[layer][0].Positions, regions[0].Positions);
            Agreement.Close(expected.Moments[layer][0].Gram, regions[0].Gram, 1e-9);
            Agreement.Close(expected.Moments[layer][0].Mean, regions[0].Mean, 1e-9);
        }
    }

    [Fact]
    public void Backward_gradients_of_all_tiles_add_up_to_that_of_the_whole()
    {
        TileRunner whole = Runner(Request, ScaleLayout.Whole), tiled = Runner(Request, core: 8);
        Features features = whole.Forward(Picture.Pixels, whole.Grid.Tiles[0], moments: true, keep: true);
        Dictionary<LayerName, float[]> slopes = Request.ContentLayers.ToDictionary(
            layer => layer, layer => TestNetworks.Values(new Random(4), features.Maps[layer].Values.Length, 1));
        MomentGradient style = MomentGradient.Zero(Network[Deep].Outputs);
        style.Mean.AsSpan().Fill(3);
        float[] expected = new float[Picture.Pixels.Length], found = new float[expected.Length];
        whole.Backward(whole.Grid.Tiles[0], new FeatureGradients(At(style), slopes), expected);

        foreach (Tile tile in tiled.Grid.Tiles)
        {
            LayerMoments own = tiled.Forward(Picture.Pixels, tile, moments: true, keep: true).Moments[Deep][0];
            double share = own.Positions / features.Moments[Deep][0].Positions;
            MomentGradient part = MomentGradient.Zero(style.Mean.Length);
            VectorMath.AddScaled(part.Mean, style.Mean, share);
            tiled.Backward(tile, new FeatureGradients(At(part), Owned(slopes, features, tile)), found);
        }

        Agreement.Close(expected, found, 1e-5);
    }

    [Fact]
    public void Tiles_of_one_size_share_their_input_with_later_runners()
    {
        var inputs = new Dictionary<long, float[]>();
        TileRunner first = Runner(Request, 8, inputs);
        first.Forward(Picture.Pixels, first.Grid.Tiles[0], moments: true, keep: false);
        float[] array = Assert.Single(inputs).Value;

        TileRunner second = Runner(Request, 8, inputs);
        second.Forward(Picture.Pixels, second.Grid.Tiles[0], moments: true, keep: false);

        Assert.Same(array, Assert.Single(inputs).Value);
        Assert.Equal(3 * first.Grid.Tiles[0].Area.Count, array.LongLength);
    }

    private static TileRunner Runner(FeatureRequest request, int core, Dictionary<long, float[]>? inputs = null)
    {
        var space = new PixelSpace(Network.Normalization, PixelScaleMode.Rgb);
        var reader = new FeatureReader(new ReferenceEngine(Network, new EngineSettings()), Network, space);
        var grid = TileGrid.Of(Width, Height, core, TileMargins.Of(Network, Deep));
        return new TileRunner(reader, grid, request, inputs ?? []);
    }

    private static Dictionary<LayerName, IReadOnlyList<MomentGradient?>> At(MomentGradient gradient) =>
        new() { [Deep] = [gradient] };

    // Compares row by row, and gives the number of values compared.
    private static int AssertOwned(LayerName layer, Tile tile, LayerFeatures whole, LayerFeatures part)
    {
        int count = 0;
        Visit(layer, tile, whole, part, (inWhole, inPart) =>
        {
            Assert.Equal(whole.Values[inWhole], part.Values[inPart], 1e-5f);
            count++;
        });
        return count;
    }

    private static Dictionary<LayerName, float[]> Owned(
        Dictionary<LayerName, float[]> slopes, Features features, Tile tile) => slopes.ToDictionary(
            pair => pair.Key,
            pair =>
            {
                LayerFeatures whole = features.Maps[pair.Key];
                (int height, int width) = tile.SizeAt(Network.StrideOf(pair.Key));
                var part = new LayerFeatures(
                    whole.Channels, height, width, new float[whole.Channels * height * width]);
                Visit(pair.Key, tile, whole, part, (inWhole, inPart) => part.Values[inPart] = pair.Value[inWhole]);
                return part.Values;
            });

    private static void Visit(
        LayerName layer, Tile tile, LayerFeatures whole, LayerFeatures part, Action<int, int> visit)
    {
        int stride = Network.StrideOf(layer), left = tile.Area.Left / stride, top = tile.Area.Top / stride;
        PixelArea owned = tile.Owned(stride);
        for (int c = 0; c < whole.Channels; c++)
        {
            for (int y = owned.Top; y < owned.Bottom; y++)
            {
                for (int x = owned.Left; x < owned.Right; x++)
                {
                    visit(
                        (((c * whole.Height) + top + y) * whole.Width) + left + x,
                        (((c * part.Height) + y) * part.Width) + x);
                }
            }
        }
    }
}
