using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Matching;
using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Objectives;
using Impasto.Points;
using Impasto.Storage;
using Impasto.Tiles;

namespace Impasto.Tests.Objectives;

/// <summary>Matches with the network that the library contains, on pictures with forms.</summary>
public sealed class FeatureMatcherTests : IDisposable
{
    private static readonly Network Network = NetworkCatalog.Compact().Network;
    private static readonly LayerName[] Layers =
        [.. LayerWeights.Parse("conv1_2,conv2_2,conv3_1,conv3_3,conv4_1").Used];

    private readonly IEngine _engine = new CpuDevice(2).Open(Network, new EngineSettings());
    private readonly PixelStore _store = new();

    public void Dispose()
    {
        _engine.Dispose();
        _store.Dispose();
    }

    [Fact]
    public void Field_of_a_painting_with_itself_is_the_identity()
    {
        Picture picture = Forms(96, 80, 1);

        MatchField field = Matcher(picture, [new(picture)]).Field();

        int same = field.Matches.Index().Count(pair => pair.Index == pair.Item);
        Assert.InRange(same, 0.99 * field.Matches.Length, field.Matches.Length);
    }

    [Fact]
    public void Targets_of_the_identity_are_the_contents_features()
    {
        Picture picture = Forms(90, 77, 1);
        FeatureMatcher matcher = Matcher(picture, [new(picture)], matches: new ContentMatches
        {
            Latest = new MatchField(picture.Size, [picture.Size], [.. Enumerable.Range(0, 22 * 19)]),
        });

        IReadOnlyDictionary<LayerName, FeatureTarget> targets = matcher.Targets(Layers, Layers[^1]);

        IReadOnlyDictionary<LayerName, FeatureTarget> expected =
            Reader.Content(Point(picture), Layers, Layers[^1], Layout(ScaleLayout.Whole));
        Assert.All(Layers.Where(layer => Network.StrideOf(layer) == 4), layer =>
            Assert.Equal(Values(expected[layer]), Values(targets[layer])));
        // The last column and row have no cell of their own, and take what the last cell has.
        Assert.All(Layers, layer => Assert.InRange(
            Values(expected[layer]).Zip(Values(targets[layer])).Average(pair => pair.First == pair.Second ? 1 : 0),
            0.9, 1));
    }

    [Fact]
    public void Field_is_that_of_a_plain_search_among_whole_vectors_in_double_precision()
    {
        Picture content = Forms(64, 64, 1), painting = Forms(64, 64, 2);

        MatchField field = Matcher(content, [new(painting)]).Field();

        double[][] keys = Plain(painting, painting), queries = Plain(content, painting);
        int same = 0;
        double found = 0, best = 0;
        for (int i = 0; i < queries.Length; i++)
        {
            double[] products = [.. keys.Select(key => key.Zip(queries[i], (x, y) => x * y).Sum())];
            same += Array.IndexOf(products, products.Max()) == field.Matches[i] ? 1 : 0;
            found += 1 - products[field.Matches[i]];
            best += 1 - products.Max();
        }

        Assert.InRange(same, 0.95 * queries.Length, queries.Length);
        Assert.InRange(found, best, 1.01 * best);
    }

    [Fact]
    public void Field_and_targets_are_the_same_in_tiles()
    {
        Picture content = Forms(150, 110, 1), painting = Forms(130, 140, 2);
        FeatureMatcher whole = Matcher(content, [new(painting)]), tiled = Matcher(content, [new(painting)], core: 32);
        IReadOnlyDictionary<LayerName, FeatureTarget> expected = whole.Targets(Layers, Layers[^1]),
            found = tiled.Targets(Layers, Layers[^1]);

        Assert.Equal(whole.Field().Matches, tiled.Field().Matches);
        Assert.All(Layers, layer =>
        {
            Assert.True(found[layer].Tiles.Count > 1);
            Assert.Equal(expected[layer].Energy, found[layer].Energy, 1e-5 * expected[layer].Energy);
        });
    }

    [Fact]
    public void Field_takes_each_regions_own_styles_and_leaves_what_is_kept()
    {
        Picture content = Forms(96, 64, 1);
        Mask Third(int number) => new(
            96, 64, [.. Enumerable.Range(0, 96 * 64).Select(i => i % 96 / 32 == number ? 1f : 0)]);
        WeightedStyle first = new(Forms(64, 64, 2)), second = new(Forms(48, 48, 3));

        MatchField field = Matcher(
            content, [first], [new StylizeRegion(Third(1), [second]), new StylizeRegion(Third(2), [])]).Field();

        // Regions come before the run's own styles.
        Assert.All(field.Matches.Index(), pair => Assert.Equal(
            (pair.Index % 24 / 8) switch { 0 => 1, 1 => 0, _ => -1 },
            pair.Item == MatchField.Photo ? -1 : field.StyleOf(pair.Item)));
    }

    [Fact]
    public void Targets_where_the_photograph_stays_are_its_features()
    {
        Picture content = Forms(96, 64, 1);
        var left = new Mask(96, 64, [.. Enumerable.Range(0, 96 * 64).Select(i => i % 96 < 48 ? 1f : 0)]);
        FeatureMatcher matcher = Matcher(content, [new(Forms(64, 64, 2))], [new StylizeRegion(left, [])]);

        LayerName layer = LayerName.Parse("conv3_1");
        float[] found = Values(matcher.Targets([layer], layer)[layer]), expected =
            Values(Reader.Content(Point(content), [layer], layer, Layout(ScaleLayout.Whole))[layer]);

        Assert.All(found.Index(), pair => Assert.True(
            pair.Index % 24 >= 12 || pair.Item == expected[pair.Index], $"position {pair.Index}"));
        Assert.Contains(found.Index(), pair => pair.Item != expected[pair.Index]);
    }

    [Fact]
    public void Field_takes_nothing_outside_of_a_styles_mask()
    {
        Picture content = Forms(64, 64, 1), painting = Forms(96, 64, 2);
        var right = new Mask(96, 64, [.. Enumerable.Range(0, 96 * 64).Select(i => i % 96 < 48 ? 0 : 1f)]);

        MatchField field = Matcher(content, [new(painting) { Mask = right }]).Field();

        Assert.All(field.Matches, match => Assert.InRange(match % 24, 12, 23));
    }

    [Fact]
    public void Field_of_several_styles_takes_the_nearer_one()
    {
        Picture content = Forms(64, 64, 1);

        MatchField field = Matcher(content, [new(Forms(64, 64, 2)), new(content)]).Field();

        Assert.InRange(field.Matches.Count(match => field.StyleOf(match) == 1), 0.99 * 256, 256);
    }

    [Fact]
    public void Field_of_a_large_picture_is_found_around_the_coarser_one()
    {
        Picture content = Forms(192, 160, 1), painting = Forms(176, 176, 2);
        Picture half = Resampler.Resize(content, 96, 80), halfPainting = Resampler.Resize(painting, 88, 88);
        var matches = new ContentMatches();
        Matcher(half, [new(halfPainting)], matches: matches).Field();

        MatchField around = Matcher(content, [new(painting)], matches: matches, limit: 100).Field(),
            all = Matcher(content, [new(painting)]).Field();

        double[][] keys = Plain(painting, painting), queries = Plain(content, painting);
        double found = Mean(around), best = Mean(all);
        Assert.NotEqual(all.Matches, around.Matches);
        Assert.InRange(found, 0.9 * best, best);

        double Mean(MatchField field) => queries.Index()
            .Average(query => keys[field.Matches[query.Index]].Zip(query.Item, (x, y) => x * y).Sum());
    }

    [Theory]
    [InlineData("conv1_1")]
    [InlineData("conv2_1")]
    [InlineData("conv3_1")]
    public void Field_of_one_layer_is_that_of_a_plain_search_between_the_result_so_far_and_the_painting(string name)
    {
        Picture content = Forms(64, 64, 1), painting = Forms(64, 64, 2), soFar = Forms(64, 64, 3);
        var layer = LayerName.Parse(name);

        MatchField field = Matcher(content, [new(painting)], soFar: soFar, split: layer).Field();

        var column = Hypercolumn.Of(Network.Layer(layer));
        double[][] keys = Plain(painting, painting, column), queries = Plain(soFar, painting, column);
        double found = 0, best = 0;
        foreach ((int i, double[] query) in queries.Index())
        {
            double[] products = [.. keys.Select(key => key.Zip(query, (x, y) => x * y).Sum())];
            found += 1 - products[field.Matches[i]];
            best += 1 - products.Max();
        }

        Assert.InRange(found, best, 1.01 * best);
    }

    [Fact]
    public void Field_with_variety_uses_more_of_the_painting_at_little_cost()
    {
        Picture content = Forms(96, 96, 1), painting = Forms(96, 96, 2);

        MatchField nearest = Matcher(content, [new(painting)]).Field(),
            varied = Matcher(content, [new(painting)], variety: 0.5).Field();

        double[][] keys = Plain(painting, painting), queries = Plain(content, painting);
        Assert.InRange(
            varied.Matches.Distinct().Count(),
            1.1 * nearest.Matches.Distinct().Count(), double.PositiveInfinity);
        Assert.InRange(Mean(varied), 0.95 * Mean(nearest), Mean(nearest));

        double Mean(MatchField field) => queries.Index()
            .Average(query => keys[field.Matches[query.Index]].Zip(query.Item, (x, y) => x * y).Sum());
    }

    private FeatureReader Reader => new(_engine, Network, new PixelSpace(Network.Normalization, PixelScaleMode.Rgb));

    private ScaleLayout Layout(int core) => new(core, _store);

    private static ScaledPicture Point(Picture picture) => new(picture.Pixels, picture.Width, picture.Height);

    private FeatureMatcher Matcher(
        Picture content,
        IReadOnlyList<WeightedStyle> styles,
        IReadOnlyList<StylizeRegion>? regions = null,
        int core = ScaleLayout.Whole,
        ContentMatches? matches = null,
        int limit = FeatureMatcher.MostSearched,
        double variety = 0,
        Picture? soFar = null,
        LayerName? split = null) => new(
            Reader,
            Layout(core),
            new ObjectiveInputs(
                Point(content),
                RegionPlan.Divide(regions ?? [], styles, 0, content.Size),
                StyleScaler.AtOwnSize(new PictureScaler(ResizeMode.Smooth, Reader.Space)))
            {
                Matches = matches,
                MatchVariety = variety,
                SoFar = soFar is null ? null : (PixelBuffer)soFar.Pixels,
            },
            split)
        {
            Limit = limit,
        };

    // Whole vectors of a picture, less their mean and of length 1, each layer divided by what it has in the painting.
    private double[][] Plain(Picture picture, Picture painting, Hypercolumn? column = null)
    {
        column ??= Hypercolumn.Of(Network);
        double[][] raw = Raw(picture, column), sample = Raw(painting, column);
        double[] factors = new double[column.Length];
        int first = 0;
        foreach (LayerInfo layer in column.Layers)
        {
            int length = column.LengthOf(layer);
            double mean = sample.Average(row => row[first..(first + length)].Sum(x => x * x));
            factors.AsSpan(first, length).Fill(1 / Math.Sqrt(mean));
            first += length;
        }

        double[] center = [.. factors.Select((factor, i) => factor * raw.Average(row => row[i]))];
        return [.. raw.Select(row =>
        {
            double[] vector = [.. row.Select((x, i) => (x * factors[i]) - center[i])];
            double norm = Math.Sqrt(vector.Sum(x => x * x));
            return vector.Select(x => x / norm).ToArray();
        })];
    }

    private double[][] Raw(Picture picture, Hypercolumn column)
    {
        List<double[]> rows = [];
        Reader.Visit(Point(picture), column.Names, Layout(ScaleLayout.Whole), "picture", (tile, features) =>
        {
            PixelArea owned = tile.Owned(Hypercolumn.Stride);
            float[] line = new float[column.Length * owned.Width];
            for (int y = 0; y < owned.Height; y++)
            {
                column.ReadRow(features, owned, y, line, owned.Width);
                for (int x = 0; x < owned.Width; x++)
                    rows.Add([.. Enumerable.Range(0, column.Length).Select(i => (double)line[(i * owned.Width) + x])]);
            }
        });
        return [.. rows];
    }

    private static float[] Values(FeatureTarget target)
    {
        float[] values = new float[target.Count];
        target.Read(0, values);
        return values;
    }

    // Blots of colour with edges, on top of one another, and grain.
    private static Picture Forms(int width, int height, int seed)
    {
        var random = new Random(seed);
        float[] pixels = new float[3 * width * height];
        for (int blot = 0; blot < 60; blot++)
        {
            double x = random.NextDouble() * width, y = random.NextDouble() * height;
            double radius = 3 + (random.NextDouble() * 14);
            float[] color = [random.NextSingle(), random.NextSingle(), random.NextSingle()];
            for (int i = 0; i < width * height; i++)
            {
                if (Math.Pow((i % width) - x, 2) + Math.Pow((i / width) - y, 2) > radius * radius)
                    continue;
                for (int c = 0; c < 3; c++)
                    pixels[(c * width * height) + i] = color[c];
            }
        }

        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = Math.Clamp(pixels[i] + (0.1f * (random.NextSingle() - 0.5f)), 0, 1);
        return new Picture(width, height, pixels);
    }
}
