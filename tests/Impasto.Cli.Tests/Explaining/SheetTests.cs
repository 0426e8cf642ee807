using Impasto.Cli.Explaining;
using Impasto.Imaging;
using Impasto.Moments;

namespace Impasto.Cli.Tests.Explaining;

public sealed class SheetTests
{
    [Fact]
    public void Grey_shows_each_number_as_one_even_patch()
    {
        double[,] numbers = { { 0, 0.25 }, { 1, 7 } };

        Picture cells = Cells.Grey(new PictureSize(2, 2), (x, y) => numbers[y, x], new PictureSize(4, 6));

        Assert.Equal(cells.Pixels[..24], cells.Pixels[24..48]);
        Assert.Equal(
            [0, 0, 0.25f, 0.25f, 0, 0, 0.25f, 0.25f, 0, 0, 0.25f, 0.25f, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
            cells.Pixels[..24]);
    }

    [Fact]
    public void Heat_grows_lighter_from_0_to_1()
    {
        Picture cells = Cells.Heat(new PictureSize(64, 1), (x, _) => x / 63.0, new PictureSize(64, 1));

        float[] light = cells.Luminance();
        Assert.All(light.Zip(light.Skip(1)), pair => Assert.True(pair.Second > pair.First));
    }

    [Fact]
    public void Distance_of_gram_matrices_is_relative_to_the_wanted_one()
    {
        // G - A = [1 0; 0 -1], |G - A|^2 = 2; |A|^2 = 1 + 4 + 4 + 16 = 25.
        LayerMoments found = new(2, 1, [0, 0], [2, 2, 2, 3]), wanted = new(2, 1, [0, 0], [1, 2, 2, 4]);

        Assert.Equal(2 / 25.0, GramSheet.Distance(found, wanted), 12);
        Assert.Equal(0, GramSheet.Distance(wanted, wanted));
    }
}
