using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Networks;
using Impasto.Storage;

namespace Impasto.Tests.Runs;

/// <summary>Pictures whose edges see each other.</summary>
public sealed class TileableTests
{
    private static readonly LayerWeights Layers = LayerWeights.Parse("conv1_1,conv2_1");
    private static readonly Picture Painting = Drawn(40, 32, (x, y) => (float)(0.5 + (0.4 * Math.Sin((x + y) * 0.35))));

    [Fact]
    public void Loss_of_a_picture_that_is_moved_around_is_the_same()
    {
        Picture picture = TestPictures.Noise(24, 16, 1), moved = Moved(picture, 6, 10);

        Assert.Equal(Loss(picture, PaddingMode.Wrap), Loss(moved, PaddingMode.Wrap), 1e-5);
        Assert.NotEqual(Loss(picture, PaddingMode.Zero), Loss(moved, PaddingMode.Zero), 1e-3);
    }

    [Fact]
    public void Texture_has_a_seam_like_its_inside()
    {
        Assert.InRange(SeamOf(PaddingMode.Wrap), 0.6, 1.3);
        // The same measure finds the seam of a texture that was not asked to have none.
        Assert.InRange(SeamOf(PaddingMode.Reflect), 1.8, 100);
    }

    [Fact]
    public void Painting_is_measured_as_it_is()
    {
        // From left to right: its ends would be an edge if they saw each other.
        Picture ramp = Drawn(32, 32, (x, _) => x / 31f);
        using var stylizer = new Stylizer(TestNetworks.Shallow(), new CpuDevice(1));

        StylizeOptions recipe = Recipe(PaddingMode.Wrap);
        recipe = recipe with { Steps = [1], Start = new(), Sizing = recipe.Sizing with { Size = null } };
        StylizeResult result = stylizer.Run(
            new StylizeTask(ramp, [new WeightedStyle(ramp)], recipe),
            cancellation: TestContext.Current.CancellationToken);

        Assert.True(result.Losses[0] > 1e-3);
    }

    [Fact]
    public void Plan_is_one_piece_or_a_refusal()
    {
        using var roomy = new Stylizer(TestNetworks.Shallow(), new CpuDevice(1));
        using var narrow = new Stylizer(TestNetworks.Shallow(), new CpuDevice(1)) { MemoryLimit = 600 << 20 };
        StylizeOptions recipe = Recipe(PaddingMode.Wrap);
        recipe = recipe with { Sizing = recipe.Sizing with { Size = null } };
        var size = new PictureSize(2000, 2000);

        Assert.Equal(1, roomy.Plan(new(500, 500), [new(500, 500)], recipe).Scales[^1].Tiles);
        Assert.EndsWith(
            "in one piece, which a tileable picture is, and 0.6 GB may be used.",
            Assert.Throws<MemoryException>(() => narrow.Plan(size, [size], recipe)).Message,
            StringComparison.Ordinal);
        Assert.True(narrow.Plan(
            size, [size], recipe with { Network = new() { Padding = PaddingMode.Zero } }).Scales[^1].Tiles > 1);
    }

    private static double Loss(Picture picture, PaddingMode padding)
    {
        using var objective = new PerceptualObjective(
            TestNetworks.Shallow(),
            new CpuDevice(1),
            [new StyleTerm(1, Layers, StyleLoss.Gram, LossConvention.Relative)],
            new EngineSettings { Padding = padding });
        objective.SetContent(picture);
        objective.SetStyles([new WeightedStyle(Painting)]);
        PixelBuffer point = picture.Pixels, gradient = new float[picture.Pixels.Length];
        return objective.Evaluate(point, gradient).Total;
    }

    // How much the last column differs from the first one, relative to neighbours inside. Two scales: an enlargement
    // that forgets the opposite edge leaves a seam.
    private static double SeamOf(PaddingMode padding)
    {
        using var stylizer = new Stylizer(TestNetworks.Shallow(), new CpuDevice(1));
        Picture picture = stylizer.Run(new StylizeTask(
            TestPictures.Flat(80, 64, 0.5f), [new WeightedStyle(Painting)], Recipe(padding)))
            .Picture;
        (int width, int height) = (picture.Width, picture.Height);
        double seam = 0, inside = 0;
        for (int line = 0; line < 3 * height; line++)
        {
            seam += Math.Abs(At(line, width - 1) - At(line, 0));
            for (int x = 0; x + 1 < width; x++)
                inside += Math.Abs(At(line, x) - At(line, x + 1)) / (width - 1);
        }

        return seam / inside;

        double At(int line, int x) => picture.Pixels[(line * width) + x];
    }

    private static StylizeOptions Recipe(PaddingMode padding) => new()
    {
        Steps = [60, 5],
        Sizing = new() { Size = 80, MinSize = 40, ScaleFactor = 2 },
        Losses = new()
        {
            ContentWeight = 0, TvWeight = 1, StyleLayers = Layers, Content = ContentMode.Photo, ContentLayers = Layers,
        },
        Start = new() { Init = StartMode.Noise },
        Network = new() { Padding = padding },
    };

    private static Picture Moved(Picture picture, int right, int down) => Drawn(
        picture.Width,
        picture.Height,
        (x, y, plane) => picture.Pixels[
            (((plane * picture.Height) + ((y + down) % picture.Height)) * picture.Width)
            + ((x + right) % picture.Width)]);

    private static Picture Drawn(int width, int height, Func<int, int, float> value) =>
        Drawn(width, height, (x, y, _) => value(x, y));

    private static Picture Drawn(int width, int height, Func<int, int, int, float> value) => new(
        width,
        height,
        [
            .. from plane in Enumerable.Range(0, 3)
               from y in Enumerable.Range(0, height)
               from x in Enumerable.Range(0, width)
               select value(x, y, plane),
        ]);
}
