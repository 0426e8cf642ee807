using Impasto.Imaging;
using Impasto.Matching;
using Impasto.Objectives;
using Impasto.Points;
using Impasto.Storage;

namespace Impasto.Tests.Objectives;

public sealed class MatchedPixelsTests
{
    [Theory]
    [InlineData(40, 28, false)]
    [InlineData(43, 31, false)]
    [InlineData(600, 500, false)]
    [InlineData(40, 28, true)]
    public void Of_a_picture_that_matches_itself_are_the_picture(int width, int height, bool wraps)
    {
        Picture picture = TestPictures.Noise(width, height, 1);
        (int columns, int rows) = Hypercolumn.Grid(picture.Size);

        float[] pixels = Arranged(
            new MatchField(picture.Size, [picture.Size], [.. Enumerable.Range(0, columns * rows)]), [picture], wraps);

        // Where the edges meet a cell brings what lies beyond the painting's edge, which is its last pixel.
        int rim = wraps ? 4 : 0;
        for (int i = 0; i < pixels.Length; i++)
        {
            (int y, int x) = Math.DivRem(i % (width * height), width);
            if (x >= rim && y >= rim && x < width - rim && y < height - rim)
                Assert.Equal(picture.Pixels[i], pixels[i], 1e-5f);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Are_weighted_means_of_what_the_cells_around_bring(bool wraps)
    {
        Picture first = TestPictures.Noise(32, 20, 1), second = TestPictures.Noise(24, 36, 2);
        var size = new PictureSize(28, 24);
        var random = new Random(3);
        var field = new MatchField(
            size, [first.Size, second.Size],
            [.. Enumerable.Range(0, 7 * 6).Select(_ => random.Next((8 * 5) + (6 * 9)))]);

        float[] pixels = Arranged(field, [first, second], wraps);

        double[] expected = Plain(field, [first, second], wraps);
        for (int i = 0; i < pixels.Length; i++)
            Assert.Equal(expected[i], pixels[i], 1e-5);
    }

    [Fact]
    public void Of_pictures_of_one_colour_have_no_edge()
    {
        Picture red = TestPictures.Flat(30, 30, 0.7f);
        var field = new MatchField(new(50, 41), [red.Size], [.. Enumerable.Range(0, 12 * 10).Select(i => i % 49)]);

        Assert.All(Arranged(field, [red], wraps: true), value => Assert.Equal(0.7f, value, 1e-5f));
    }

    [Fact]
    public void Where_the_photograph_stays_are_the_photographs()
    {
        Picture photo = TestPictures.Noise(40, 24, 1), painting = TestPictures.Noise(40, 24, 2);
        var field = new MatchField(
            photo.Size, [painting.Size],
            [.. Enumerable.Range(0, 60).Select(i => i % 10 < 5 ? MatchField.Photo : i)]);
        PixelBuffer pixels = new float[photo.Pixels.Length];

        var arranged = new MatchedPixels(field, wraps: false, team: null);
        arranged.Add(MatchField.Photo, Scaled(photo), pixels);
        arranged.Add(0, Scaled(painting), pixels);

        float[] values = pixels.ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            // Cells reach 4 pixels into each other's halves.
            if (i % 40 < 16)
                Assert.Equal(photo.Pixels[i], values[i], 1e-5f);
            else if (i % 40 >= 24)
                Assert.Equal(painting.Pixels[i], values[i], 1e-5f);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Calm_leaves_the_finest_detail_as_far_as_cells_agree(bool wraps)
    {
        Picture picture = TestPictures.Noise(40, 32, 1);
        var random = new Random(2);
        // A half that is the picture itself, and one in which each cell comes from elsewhere.
        var field = new MatchField(
            picture.Size, [picture.Size],
            [.. Enumerable.Range(0, 80).Select(cell => cell % 10 < 5 ? cell : random.Next(80))]);
        PixelBuffer pixels = picture.Pixels.ToArray(), small = new float[3 * 20 * 16], smooth = new float[3 * 40 * 32];
        PixelResampler.Resize(pixels, picture.Size, small, new(20, 16));
        PixelResampler.Resize(small, new(20, 16), smooth, picture.Size);
        using var store = new PixelStore();

        new MatchedPixels(field, wraps, team: null).Calm(pixels, store);

        float[] found = pixels.ToArray(), coarse = smooth.ToArray();
        for (int i = 0; i < found.Length; i++)
        {
            (int y, int x) = Math.DivRem(i % 1280, 40);
            double share = Agreement(field, x, y, wraps), own = coarse[i];
            Assert.Equal(own + (share * (picture.Pixels[i] - own)), found[i], 1e-5);
        }

        Assert.Equal(1, Agreement(field, 8, 8, wraps: false), 1e-9);
        Assert.InRange(Agreement(field, 30, 8, wraps: false), 0, 0.3);
    }

    // (a - b) / (1 - b) of all pairs of cells around a pixel.
    private static double Agreement(MatchField field, int x, int y, bool wraps)
    {
        List<(int Cell, double Weight)> around = [];
        for (int cell = 0; cell < 80; cell++)
        {
            double across = Distance(x, (cell % 10 * 4) + 1.5, 40), down = Distance(y, (cell / 10 * 4) + 1.5, 32);
            if (across < 6 && down < 6)
                around.Add((cell, (6 - across) * (6 - down)));
        }

        double sum = around.Sum(one => one.Weight), same = 0, own = 0;
        foreach ((int cell, double weight) in around)
        {
            own += weight * weight / (sum * sum);
            same += around.Where(other => field.Matches[other.Cell] - other.Cell == field.Matches[cell] - cell)
                .Sum(other => other.Weight * weight / (sum * sum));
        }

        return (same - own) / (1 - own);

        double Distance(double from, double to, int length) =>
            wraps ? Math.Min(Math.Abs(from - to), length - Math.Abs(from - to)) : Math.Abs(from - to);
    }

    private static float[] Arranged(MatchField field, Picture[] paintings, bool wraps)
    {
        PixelBuffer pixels = new float[3 * field.Size.Pixels];
        var arranged = new MatchedPixels(field, wraps, team: null);
        for (int style = 0; style < paintings.Length; style++)
            arranged.Add(style, Scaled(paintings[style]), pixels);
        return pixels.ToArray();
    }

    private static ScaledPicture Scaled(Picture picture) => new(picture.Pixels, picture.Width, picture.Height);

    // All cells lay down their windows; sums are divided by the sums of the weights.
    private static double[] Plain(MatchField field, Picture[] paintings, bool wraps)
    {
        (int width, int height) = (field.Size.Width, field.Size.Height);
        double[] sums = new double[3 * width * height], weights = new double[width * height];
        for (int cell = 0; cell < field.Matches.Length; cell++)
        {
            int style = field.StyleOf(field.Matches[cell]);
            Picture painting = paintings[style];
            int place = field.Matches[cell] - field.Starts[style], columns = painting.Width / 4;
            for (int dy = -4; dy <= 7; dy++)
            {
                for (int dx = -4; dx <= 7; dx++)
                {
                    int y = (cell / (width / 4) * 4) + dy, x = (cell % (width / 4) * 4) + dx;
                    if (wraps)
                        (y, x) = ((y + height) % height, (x + width) % width);
                    if (y < 0 || y >= height || x < 0 || x >= width)
                        continue;
                    double weight = (6 - Math.Abs(dy - 1.5)) * (6 - Math.Abs(dx - 1.5));
                    weights[(y * width) + x] += weight;
                    int fromY = Math.Clamp((place / columns * 4) + dy, 0, painting.Height - 1);
                    int fromX = Math.Clamp((place % columns * 4) + dx, 0, painting.Width - 1);
                    for (int color = 0; color < 3; color++)
                    {
                        sums[(((color * height) + y) * width) + x] += weight
                            * painting.Pixels[(((color * painting.Height) + fromY) * painting.Width) + fromX];
                    }
                }
            }
        }

        return [.. sums.Select((sum, i) => sum / weights[i % weights.Length])];
    }
}
