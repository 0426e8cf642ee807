using Impasto.Imaging;
using Impasto.Networks;

namespace Impasto.Tests.Options;

/// <summary>Photographs in results of an exact width and height.</summary>
public sealed class FramingTests
{
    // Columns count up: 0, 1/30, 2/30, ...
    private static readonly Picture Content = Columns(30, 20);

    [Fact]
    public void Crop_paints_the_middle_and_its_masks()
    {
        // 20 x 20 of 30 x 20: columns 5 to 24. The mask of 60 x 40 selects its columns 10 to 29, the left half of them.
        float[] mask = [.. Enumerable.Range(0, 60 * 40).Select(i => i % 60 is >= 10 and < 30 ? 1f : 0)];
        var region = new StylizeRegion(new Mask(60, 40, mask), []);

        StylizeResult result = Run(FramingMode.Crop, (20, 20), task => task with { Regions = [region] });

        Assert.Equal(new PictureSize(20, 20), result.Picture.Size);
        Assert.Equal(
            Enumerable.Range(5, 20).Select(x => x / 30f),
            result.Picture.Pixels.Take(20),
            (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Crop_of_a_mask_is_that_of_its_photograph()
    {
        float[] left = [.. Enumerable.Range(0, 30 * 20).Select(i => i % 30 < 15 ? 1f : 0)];
        StylizeTask task = Task(FramingMode.Crop, (20, 20)) with
        {
            Regions = [new StylizeRegion(new Mask(30, 20, left), [])],
        };

        StylizeTask framed = task.Framed();

        Assert.Equal((20, 20), (framed.Regions[0].Mask.Width, framed.Regions[0].Mask.Height));
        Assert.Equal(200, framed.Regions[0].Mask.Values.Sum());
        Assert.Same(framed.Content, framed.Framed().Content);
    }

    [Theory]
    [InlineData(451, 300, 800, 600)]
    [InlineData(451, 301, 800, 600)]
    [InlineData(301, 451, 1, 10)]
    [InlineData(33, 1000, 17, 3)]
    [InlineData(7, 5, 1000, 999)]
    public void Crop_twice_is_once(int width, int height, int columns, int rows)
    {
        StylizeTask once = Task(FramingMode.Crop, (columns, rows)) with { Content = Columns(width, height) };
        once = once.Framed();

        Assert.Same(once.Content, once.Framed().Content);
    }

    [Fact]
    public void Fit_is_as_large_as_fits() =>
        Assert.Equal(new PictureSize(24, 16), Run(FramingMode.Fit, (24, 24)).Picture.Size);

    [Fact]
    public void Pad_adds_white_on_both_sides_alike()
    {
        Picture picture = Run(FramingMode.Pad, (24, 24)).Picture;

        Assert.Equal(new PictureSize(24, 24), picture.Size);
        // 24 x 16: 4 rows above, and 4 below.
        Assert.Equal([true, false, false, true], new[] { 3, 4, 19, 20 }.Select(IsWhite));
        Assert.Null(picture.Alpha);

        bool IsWhite(int row) => picture.Pixels.Skip(row * 24).Take(24).All(value => value == 1);
    }

    [Fact]
    public void Pad_of_a_transparent_photograph_is_transparent()
    {
        float[] alpha = [.. Enumerable.Repeat(0.5f, 30 * 20)];
        var content = new Picture(30, 20, Content.Pixels, alpha);
        Picture picture = Run(FramingMode.Pad, (24, 24), task => task with { Content = content }).Picture;

        Assert.Equal([0, 0.5f, 0.5f, 0], new[] { 3, 4, 19, 20 }.Select(row => picture.Alpha![row * 24]));
    }

    [Fact]
    public void Pad_can_continue_from_its_own_result()
    {
        Picture padded = Run(FramingMode.Pad, (24, 24)).Picture;

        StylizeResult again = Run(FramingMode.Pad, (24, 24), task => task with
        {
            Start = padded,
            Options = task.Options with { Start = new() { Init = StartMode.Picture } },
        });

        Assert.Equal(padded.Pixels, again.Picture.Pixels);
    }

    private static StylizeTask Task(FramingMode framing, (int Width, int Height) size) => new(
        Content,
        [new WeightedStyle(TestPictures.Noise(16, 16, 3))],
        new StylizeOptions
        {
            Steps = [0],
            Sizing = new() { Size = TargetSize.Exact(size.Width, size.Height), Framing = framing, MinSize = 0 },
            Losses = new()
            {
                StyleLayers = LayerWeights.Parse("conv1_1"),
                Content = ContentMode.Photo, ContentLayers = LayerWeights.Parse("conv1_1"),
            },
        });

    private static StylizeResult Run(
        FramingMode framing, (int Width, int Height) size, Func<StylizeTask, StylizeTask>? change = null)
    {
        StylizeTask task = Task(framing, size);
        using var stylizer = new Stylizer(TestNetworks.Shallow(), new CpuDevice(1));
        return stylizer.Run(change is null ? task : change(task));
    }

    private static Picture Columns(int width, int height) => new(
        width, height, [.. Enumerable.Range(0, 3 * width * height).Select(i => i % width / (float)width)]);
}
