using Impasto.Imaging;
using Impasto.Networks;

namespace Impasto.Tests.Runs;

/// <summary>Colours that nobody sees influence nothing.</summary>
public sealed class TransparencyTests
{
    private const int Side = 32;

    private static readonly StylizeOptions Quick = new()
    {
        Sizing = new() { Size = 24, MinSize = 0 },
        Steps = [4],
        Losses = new()
        {
            StyleLayers = LayerWeights.Parse("conv1_1,conv2_1"),
            Content = ContentMode.Photo,
            ContentLayers = LayerWeights.Parse("conv2_1"),
        },
    };

    private static readonly Picture Photo = TestPictures.EightBits(TestPictures.Noise(Side, Side, 3));
    private static readonly Picture Painting = TestPictures.Noise(Side, Side, 7);

    private static readonly Mask RightHalf =
        new(Side, Side, [.. Enumerable.Range(0, Side * Side).Select(i => i % Side < Side / 2 ? 0f : 1f)]);

    [Theory]
    [InlineData("content")]
    [InlineData("content, dropped")]
    [InlineData("content, matched colours")]
    [InlineData("content, 8 bits")]
    [InlineData("style")]
    [InlineData("style, masked")]
    [InlineData("style, start")]
    [InlineData("style, matched colours")]
    [InlineData("fine strokes")]
    [InlineData("start")]
    [InlineData("region's style")]
    public void Run_hidden_colours_change_no_pixel(string place)
    {
        Picture black = Result(place, 0), magenta = Result(place, 1);

        Assert.Equal(black.Alpha, magenta.Alpha);
        Assert.Equal(black.Pixels, magenta.Pixels);
    }

    [Fact]
    public void MeasureStyle_transparent_half_of_a_style_does_not_count()
    {
        // The left half of a painting against itself beside nothing: nothing but the part's edge differs.
        Picture half = Painting.Crop(2, 0, (Side / 2) - 4, Side);
        using var meter = new StyleMeter(
            TestNetworks.Shallow(), new TestDevice(), Quick.Losses.StyleLayers, Quick.Losses.ContentLayers);

        double seen = meter.MeasureStyle(half, Hidden(Painting, 1)).Total;
        double flat = meter.MeasureStyle(half, TestPictures.Flat(Side, Side, 1)).Total;

        Assert.True(seen < 0.2 * flat, $"{seen} against {flat}");
    }

    [Theory]
    [InlineData(false, "A style is completely transparent: there is nothing to see in it.")]
    [InlineData(true, "A style is completely transparent where its mask selects it: there is nothing to see.")]
    public void Run_style_with_nothing_to_see_is_refused(bool isMasked, string sentence)
    {
        var style = isMasked
            ? new WeightedStyle(Hidden(Painting, 1)) { Mask = RightHalf }
            : new WeightedStyle(new Picture(Side, Side, Painting.Pixels, new float[Side * Side]));

        var failure = Assert.Throws<PictureException>(() => Run(new StylizeTask(Photo, [style], Quick)));

        Assert.Equal(sentence, failure.Message);
    }

    [Fact]
    public void Run_opaque_alpha_of_a_style_changes_nothing()
    {
        float[] opaque = [.. Enumerable.Repeat(1f, Side * Side)];
        var style = new Picture(Side, Side, Painting.Pixels, opaque);

        Assert.Equal(
            Run(new StylizeTask(Photo, [new WeightedStyle(Painting)], Quick)).Pixels,
            Run(new StylizeTask(Photo, [new WeightedStyle(style)], Quick)).Pixels);
    }

    [Theory]
    [InlineData(ResizeMode.Smooth)]
    [InlineData(ResizeMode.Pillow)]
    public void Run_white_disc_on_hidden_black_stays_white(ResizeMode resize)
    {
        // Every visible colour is white: so is every weighted mean of them. lovell/sharp#605.
        StylizeOptions options = Quick with { Steps = [0], Sizing = Quick.Sizing with { Resize = resize } };

        Picture result = Run(new StylizeTask(Disc(60), [new WeightedStyle(Painting)], options));

        Assert.All(result.Pixels, value => Assert.Equal(1, value, 1 / 255f));
        Assert.Contains(result.Alpha!, alpha => alpha is > 0.1f and < 0.9f);
    }

    [Fact]
    public void Run_dropped_transparency_shows_white()
    {
        StylizeOptions options = Quick with { Steps = [0], Alpha = AlphaMode.Drop };

        Picture result = Run(new StylizeTask(Hidden(Photo, 0), [new WeightedStyle(Painting)], options));

        Assert.Null(result.Alpha);
        Assert.Equal(1, result.Pixels[23], 1e-4f);
    }

    private static Picture Result(string place, float hidden)
    {
        Picture photo = Photo, style = Painting;
        StylizeOptions options = place switch
        {
            "content, dropped" => Quick with { Alpha = AlphaMode.Drop },
            "content, 8 bits" => Quick with { Sizing = Quick.Sizing with { Resize = ResizeMode.Pillow } },
            "style, start" => Quick with { Start = new() { Init = StartMode.Style } },
            "start" => Quick with { Start = new() { Init = StartMode.Picture } },
            _ when place.EndsWith("matched colours", StringComparison.Ordinal) =>
                Quick with { Color = new() { Mode = ColorMode.Match } },
            _ => Quick,
        };
        if (place.StartsWith("content", StringComparison.Ordinal))
            photo = Hidden(photo, hidden);
        if (place.StartsWith("style", StringComparison.Ordinal))
            style = Hidden(style, hidden);
        var weighted = new WeightedStyle(style)
        {
            FineStrokes = place == "fine strokes" ? Hidden(Painting, hidden) : null,
            Mask = place == "style, masked" ? new Mask(1, 1, [0.5f]) : null,
        };
        return Run(new StylizeTask(photo, [weighted], options)
        {
            Start = place == "start" ? Hidden(Painting, hidden) : null,
            Regions = place == "region's style"
                ? [new StylizeRegion(
                    new Mask(2, 1, [0, 1]), [new WeightedStyle(Hidden(TestPictures.Noise(Side, Side, 5), hidden))])]
                : [],
        });
    }

    private static Picture Run(StylizeTask task)
    {
        using var stylizer = new Stylizer(TestNetworks.Shallow(), new TestDevice());
        return stylizer.Run(task).Picture;
    }

    // The right half is transparent, its red and blue of a value.
    private static Picture Hidden(Picture picture, float value)
    {
        float[] pixels = [.. picture.Pixels], alpha = new float[Side * Side];
        for (int i = 0; i < alpha.Length; i++)
        {
            alpha[i] = i % Side < Side / 2 ? 1 : 0;
            if (alpha[i] == 0)
                (pixels[i], pixels[alpha.Length + i], pixels[(2 * alpha.Length) + i]) = (value, 0, value);
        }

        return new Picture(Side, Side, pixels, alpha);
    }

    private static Picture Disc(int side)
    {
        float[] alpha = new float[side * side], pixels = new float[3 * alpha.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            int at = i % alpha.Length;
            double x = (at % side) - ((side - 1) / 2.0), y = (at / side) - ((side - 1) / 2.0);
            alpha[at] = (float)Math.Clamp((0.35 * side) + 0.5 - Math.Sqrt((x * x) + (y * y)), 0, 1);
            pixels[i] = alpha[at] > 0 ? 1 : 0;
        }

        return new Picture(side, side, pixels, alpha);
    }
}
